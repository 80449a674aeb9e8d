import { z } from "zod";
import type { NewEvent } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import { fitting, schemaShape } from "../e2e/bad_values.ts";
import { apps } from "../support/apps.ts";
import { recorded } from "../support/given.ts";
import { decoded, readSample, sampleNames } from "./samples.ts";

/** The frozen samples, and something like one of each event that has none: it is of an app that only tests have. */
export async function oneOfEach(): Promise<Event[]> {
  const frozen = await Promise.all((await sampleNames()).map(async (name) => await decoded(await readSample(name))));
  const known = frozen.filter((event) => event !== undefined);
  const others = apps.flatMap(({ events }) => Object.values(events))
    .filter(({ type }) => known.every((event) => event.type !== type))
    .map((definition) => {
      const make = definition as unknown as (data: unknown) => NewEvent;
      return make(fitting(schemaShape.parse(z.toJSONSchema(definition.schema))));
    });
  return [...known, ...recorded(others)];
}
