import { assertEquals } from "@std/assert";
import type { Event, EventOf, EventType } from "../../events/vocabulary.ts";
import type { App } from "../../src/app.ts";
import { apps as served } from "../../src/apps.ts";
import { checkAgreements, checkInvariants } from "../../src/invariants/invariants.ts";
import { pagesOf } from "../../src/log/pages.ts";
import { verify } from "../../src/read_models/verify.ts";
import type { System } from "../../src/system.ts";
import { eventually } from "./eventually.ts";

type Kept = Pick<System, "log" | "registry" | "rules" | "sql">;

/** The whole log of a server. */
export async function historyOf({ log }: Pick<Kept, "log">): Promise<Event[]> {
  const events: Event[] = [];
  for await (const page of pagesOf(log)) events.push(...page);
  return events;
}

/** The events of one type that stand in a server's log. */
export async function eventsOf<T extends EventType>(system: Pick<Kept, "log">, type: T): Promise<EventOf<T>[]> {
  return (await historyOf(system)).filter((event): event is EventOf<T> => event.type === type);
}

/**
 * What must hold of every log holds of this one, and the read models are what it says.
 *
 * @param apps those that the server has
 */
export async function assertSound({ log, registry, rules, sql }: Kept, apps: readonly App[] = served): Promise<void> {
  const projections = apps.flatMap((app) => app.projections);
  assertEquals(await checkInvariants(log, rules, apps), []);
  await registry.seen(projections, await log.head(), 20_000);
  // it throws while the tables are being written
  assertEquals(await eventually(() => checkAgreements(registry, log, apps)), []);
  for (const projection of projections) {
    const { differences } = await verify({ sql, log, projection, table: registry.tableName(projection) });
    assertEquals(differences, [], projection.name);
  }
}
