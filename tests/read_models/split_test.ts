import { assert, assertEquals } from "@std/assert";
import type { NewEvent } from "../../events/event.ts";
import { apps, projections } from "../../src/apps.ts";
import { openLog } from "../../src/log/open.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { rebuild } from "../../src/read_models/rebuild.ts";
import { tablesOf } from "../../src/read_models/registry.ts";
import { projectPage } from "../../src/read_models/runner.ts";
import { ensureLive } from "../../src/read_models/rebuild.ts";
import { verify } from "../../src/read_models/verify.ts";
import { testDatabase } from "../support/database.ts";
import { printedSeed } from "../support/seed.ts";
import { randomFrom, recordedHistory } from "../support/world.ts";

const wrapping = [{ id: "test", key: new Uint8Array(32).fill(7) }];

async function logWith(sql: Awaited<ReturnType<typeof testDatabase>>["sql"], events: readonly NewEvent[]) {
  const personal = personalKeys(sql, wrapping);
  const log = await openLog({ sql, personal });
  const meta = { actor: null, correlationId: "test", app: "system" as const };
  for (let n = 0; n < events.length; n += 50) {
    await log.append({ events: events.slice(n, n + 50), guards: [], meta });
  }
  return { log, personal };
}

/** The rows of the live tables, in the order of their keys. */
async function contents(sql: Awaited<ReturnType<typeof testDatabase>>["sql"]) {
  const found: Record<string, unknown[]> = {};
  for (const table of (await tablesOf(sql, projections)).filter((t) => t.state === "live")) {
    const rows = await sql`SELECT to_jsonb(t) AS row FROM ${sql(table.table_name)} t ORDER BY to_jsonb(t)::text`;
    found[table.name] = rows.map(({ row }) => row);
  }
  return found;
}

/** Rows without the times at which a database recorded an event: each log here was written at its own. */
function untimed(rows: Record<string, unknown[]>): Record<string, unknown[]> {
  const recorded = new Set(["ended_at", "erased_at", "recorded_at"]);
  return JSON.parse(JSON.stringify(rows, (field, value) => recorded.has(field) ? value !== null : value));
}

/** What to do about a table that no history fills. */
function toFill(name: string): string {
  const app = apps.find(({ projections }) => projections.some((p) => p.name === name))?.name;
  return `${name}: let people do in tests/${app}/acts.ts what fills it`;
}

/** Compares table by table, so that the first words of a failure say which. */
function assertSame(found: Record<string, unknown[]>, expected: Record<string, unknown[]>, how: string): void {
  assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, rows] of Object.entries(found)) assertEquals(rows, expected[name], `${name} ${how}`);
}

Deno.test("the same read models come out for any split of the log, and for a rebuild", async () => {
  const seed = printedSeed(41);
  const random = randomFrom(seed);
  const events = recordedHistory(seed, { people: 12, steps: 6_000 });
  assert(events.length > 300, `a history of ${events.length} events says little`);

  const outcomes: Record<string, unknown[]>[] = [];
  for (const longest of [1, 7, 400]) {
    await using database = await testDatabase();
    const { sql } = database;
    const signal = new AbortController().signal;
    const { log: empty } = await logWith(sql, []);
    await ensureLive({ sql, log: empty, projections, signal });
    await empty.close();

    const { log, personal } = await logWith(sql, events);
    const tables = await tablesOf(sql, projections);
    for (let after = 0; after < events.length;) {
      const page = await log.read({ after, limit: 1 + Math.floor(random() * longest) });
      assert(await projectPage(sql, { projections, tables, events: page }));
      after = page[page.length - 1].position;
    }
    const live = await contents(sql);
    const unfilled = Object.keys(live).filter((name) => live[name].length === 0);
    assertEquals(unfilled.map(toFill), [], "these tables stayed empty");
    outcomes.push(untimed(live));

    // what came before an erasure is folded without its personal fields from here on
    for (const event of events) if (event.type === "AccountErased") await personal.erase(event.data.userId);
    await rebuild({ sql, log, projections, signal });
    assertSame(await contents(sql), live, "differs from the live table once it is rebuilt");
    for (const table of (await tablesOf(sql, projections)).filter((t) => t.state === "live")) {
      const projection = projections.find((p) => p.name === table.name);
      assert(projection);
      const checked = await verify({ sql, log, projection, table: table.table_name });
      assertEquals(checked.differences, [], `${table.name} is not what the log says`);
    }
    await log.close();
  }
  for (const outcome of outcomes) assertSame(outcome, outcomes[0], "comes out otherwise for another split of the log");
});
