import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { connect } from "../../src/database/connect.ts";
import { readPage, readQuery } from "../../src/log/read.ts";
import { callAppend, command, openHouse, tagged, upTo } from "./house.ts";

/** Fills a fresh log with events of a tag that all share, one that few share, and one of their own; never analysed. */
async function fill(sql: Sql, events: number) {
  await sql`ALTER TABLE event_tags_1 SET (autovacuum_enabled = off)`;
  const event = (n: number) => tagged("all", `some:${n % 1000}`, `one:${n}`);
  for (let n = 0; n < events; n += 5000) {
    await callAppend(sql, crypto.randomUUID(), Array.from({ length: 5000 }, (_, i) => event(n + i)));
  }
}

/** Pages of a table that a statement on this connection touches, cached or not. */
async function pagesOf(sql: Sql, act: () => PromiseLike<unknown>): Promise<number> {
  const count = async () => {
    const [{ pages }] = await sql<{ pages: number }[]>`
      SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::bigint AS pages FROM pg_class
      WHERE relname ~ '^(event_tags|events|log_batches)'`;
    return pages;
  };
  await sql.unsafe("BEGIN");
  try {
    const before = await count();
    await act();
    return await count() - before;
  } finally {
    await sql.unsafe("ROLLBACK");
  }
}

Deno.test("guards and reads walk the indexes on a database that was never analysed", async () => {
  await using house = await openHouse();
  const sql = connect(house.url, { max: 1 });
  const events = 30_000;
  await fill(sql, events);
  const [{ analysed }] = await sql<{ analysed: number }[]>`
    SELECT count(*) AS analysed FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid WHERE relname ~ '^event_tags'`;
  assertEquals(analysed, 0);

  const append = (guards: unknown[]) => callAppend(sql, crypto.randomUUID(), [tagged("new")], guards);
  const none = await pagesOf(sql, () => append([]));
  const guards: Record<string, unknown[]> = {
    "a name that is free": [{ c: 0, after: 0, tag: "name" }],
    "a tag of all, lately": [{ c: 0, after: events - 20, tag: "all", types: ["GemsSpent"] }],
    "a rare tag and a tag of all": [{ c: 0, after: 0, tag: "some:7", more: ["all", "absent"] }],
    "a hundred guards": upTo(100).map((n) => ({ c: 0, after: 0, tag: `free:${n}` })),
  };
  for (const [what, list] of Object.entries(guards)) {
    const pages = await pagesOf(sql, () => append(list));
    assert(pages - none < 600, `${what}: ${pages} pages, ${none} without`);
  }

  const reads: Record<string, () => PromiseLike<unknown>> = {
    "a page": () => readPage(sql, events / 2, 10),
    "one of its own": () => readQuery(sql, { any: [{ tags: ["one:77"] }] }, 0, 100),
    "a rare tag and a tag of all": () => readQuery(sql, { any: [{ tags: ["some:7", "all"] }] }, 0, 100),
    "two items": () => readQuery(sql, { any: [{ tags: ["some:7"] }, { tags: ["one:5"] }] }, 0, 100),
    "the newest of all": () => readQuery(sql, { any: [{ tags: ["all"] }] }, events - 10, 100),
  };
  for (const [what, read] of Object.entries(reads)) {
    for (let run = 0; run < 7; run++) { // the sixth run of a prepared statement may get another plan
      const pages = await pagesOf(sql, read);
      assert(pages < 900, `${what}: ${pages} pages`);
    }
  }
  await sql.end();
  assertEquals((await house.log.append(command([tagged("x")]))).outcome, "appended");
});
