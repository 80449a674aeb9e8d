import { z } from "zod";
import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import { userById } from "../../projections/accounts/users.ts";
import type { App } from "../app.ts";
import { readAll } from "../deciding/boundary.ts";
import type { System } from "../system.ts";
import { sharesOf } from "./shares.ts";

/** Everything kept about one person, and nothing about anybody else. */
export type PersonExport = Record<string, unknown>;

/** An export as clients get it: each app's parts, and what the log says of the person, in its order. */
export function exportSchema(apps: readonly App[]): z.ZodType<PersonExport> {
  const parts = Object.entries(partsOf(apps));
  const shape = Object.fromEntries(parts.map(([name, { schema }]) => [name, schema]));
  const example = {
    exported_at: "2026-03-02T10:00:00.000Z",
    ...Object.fromEntries(parts.map(([name, { example }]) => [name, example])),
    events: [{ at: "2026-03-02T09:30:00.000Z", type: "UsernameChanged", data: { username: "mina" } }],
  };
  return z.object({
    exported_at: z.iso.datetime(),
    ...shape,
    events: z.array(z.object({ at: z.iso.datetime(), type: z.string(), data: z.record(z.string(), z.unknown()) })),
  }).meta({ id: "Export", examples: [example] });
}

function partsOf(apps: readonly App[]): NonNullable<App["exports"]> {
  return Object.assign({}, ...apps.map((app) => app.exports));
}

/** Makes the function that gathers all that is a person's; it returns nothing if they have no account. */
export function exporter(system: System, apps: readonly App[]): (userId: number) => Promise<PersonExport | undefined> {
  const { log, registry, now } = system;
  const parts = Object.entries(partsOf(apps));
  const shareOf = sharesOf(apps);

  async function eventsOf(userId: number) {
    const besides = await Promise.all(apps.flatMap((app) => app.exportsBesides?.(system, userId) ?? []));
    const events: Event[] = await readAll(log, { any: [{ tags: [tag.user(userId)] }] }, 0);
    for (const query of besides.flat()) events.push(...await readAll(log, query, 0));
    return events.sort((a, b) => a.position - b.position).flatMap((event) => {
      const data = shareOf(event, userId);
      return data ? [{ at: event.recordedAt.toISOString(), type: event.type, data }] : [];
    });
  }

  return async (userId) => {
    const me = await userById(registry, userId);
    if (!me || me.erased_at !== null) return undefined;
    const exported: PersonExport = { exported_at: now().toISOString() };
    for (const [name, part] of parts) exported[name] = await part.read(system, userId);
    exported.events = await eventsOf(userId);
    return exported;
  };
}
