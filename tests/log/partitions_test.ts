import { assert, assertEquals } from "@std/assert";
import { connect } from "../../src/database/connect.ts";
import { eventually } from "../support/eventually.ts";
import { all, command, fact, openHouse, openOn, upTo } from "./house.ts";
import { testDatabase } from "../support/database.ts";

/** A database whose first partition of events ends at position 100, and a log on it. */
async function tinyHouse() {
  const database = await testDatabase({ max: 8 });
  await database.sql`SELECT ensure_partitions(1, 100)`;
  return { ...database, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

Deno.test("partitions are made and filled while appends, readers and an old snapshot go on", async () => {
  await using database = await tinyHouse();
  const { sql } = database;
  const analyst = connect(database.url, { max: 1 });
  await analyst.unsafe("BEGIN ISOLATION LEVEL REPEATABLE READ");
  assertEquals([...await analyst`SELECT count(*) AS n FROM events`], [{ n: 0 }]);
  // opening the log makes room for the usual 10,000,000 as well; the first one is full after 99 events all the same
  await using opened = await openOn(database.url);
  const { log } = opened;
  let isDone = false;
  const making = (async () => {
    let made = 0;
    for (; !isDone; made++) {
      const begun = performance.now();
      await sql`SELECT add_partition('events', 50)`;
      assert(performance.now() - begun < 5_000, "an attachment waits for no reader");
    }
    return made;
  })();
  let slowestMs = 0;
  for (let round = 0; round < 60; round++) {
    const begun = performance.now();
    const answers = await Promise.all(upTo(10).map((n) => log.append(command([fact(n)]))));
    slowestMs = Math.max(slowestMs, performance.now() - begun);
    assertEquals(answers.every(({ outcome }) => outcome === "appended"), true);
  }
  isDone = true;
  assert(await making > 0);
  assert(slowestMs < 5_000, "no append waits for an attachment");
  assertEquals([...await analyst`SELECT count(*) AS n FROM events`], [{ n: 0 }]);
  await analyst.end({ timeout: 1 });
  assertEquals((await all(log)).map(({ position }) => position), upTo(600));
  assertEquals([...await sql`SELECT count(*) AS n FROM events_1`], [{ n: 100 }]);
});

Deno.test("many processes make sure of the partitions at once, and make each once", async () => {
  await using database = await tinyHouse();
  const { sql } = database;
  await Promise.all(upTo(16).map(() => sql`SELECT ensure_partitions(1000, 100)`));
  const partitions = await sql<{ upper_bound: number }[]>`SELECT upper_bound FROM partitions_of('events') ORDER BY 1`;
  assertEquals(partitions.map((p) => p.upper_bound), upTo(10).map((n) => n * 100 + 1));
  const [{ made }] = await sql<{ made: boolean }[]>`SELECT ensure_partitions(1000, 100) AS made`;
  assertEquals(made, false);
});

Deno.test("a log that comes near the end of its room gets more while it runs, before it is needed", async () => {
  await using house = await openHouse();
  const { sql } = house;
  const before = await sql`SELECT name FROM partitions_of('events')`;
  // the head stands where the log had 5,000,000 positions left
  await sql.unsafe(`SET session_replication_role = replica;
    INSERT INTO log_batches VALUES (95000000, gen_random_uuid(), '{}', now(), '')`).simple();
  await using _watching = await openOn(house.url, { ensurePartitionsEveryMs: 20 });
  const [{ name }] = await sql<{ name: string }[]>`SELECT name FROM partitions_of('events') ORDER BY upper_bound DESC`;
  assertEquals(name, "events_100000001", "at once");
  await sql.unsafe(`SET session_replication_role = replica;
    INSERT INTO log_batches VALUES (195000000, gen_random_uuid(), '{}', now(), '')`).simple();
  await eventually(async () => (await sql`SELECT name FROM partitions_of('events')`).length === before.length + 2);
  assertEquals(await house.log.append(command([fact(1)])), { outcome: "appended", position: 195_000_001 });
});

Deno.test("an archived range leaves guards and later events as they were", async () => {
  await using database = await tinyHouse();
  await using opened = await openOn(database.url);
  const { log } = opened;
  for (let round = 0; round < 3; round++) await log.append(command(upTo(50).map((n) => fact(round * 50 + n))));
  await database.sql`ALTER TABLE events DETACH PARTITION events_1`;
  const claim = { any: [{ tags: ["user:7"] }], after: 0 };
  assertEquals((await log.append(command([fact(7)], [claim]))).outcome, "conflict");
  assertEquals((await log.read({ after: 100, limit: 100 })).length, 50);
  await database.sql`ALTER TABLE events ATTACH PARTITION events_1 FOR VALUES FROM (1) TO (101)`;
  assertEquals((await all(log)).length, 150);
});

Deno.test("guards and reads find their tags in whichever range they stand, and ranges grow with the log", async () => {
  await using database = await testDatabase({ max: 8 });
  const { sql } = database;
  await sql`SELECT ensure_partitions(p_tags_ahead => 1, p_tags_size => 50)`;
  await using opened = await openOn(database.url);
  const { log } = opened;
  for (let round = 0; round < 6; round++) {
    const facts = upTo(20).map((n) => fact(round * 20 + n));
    assertEquals((await log.append(command(facts))).outcome, "appended");
  }
  const stands = async (after: number) =>
    (await log.append(command([fact(1)], [{ any: [{ tags: ["user:55"] }], after }]))).outcome;
  assertEquals([await stands(0), await stands(54), await stands(55)], ["conflict", "conflict", "appended"]);
  const found = await log.read({ after: 0, limit: 9, query: { any: [{ tags: ["user:1"] }, { tags: ["user:120"] }] } });
  assertEquals(found.map(({ position }) => position), [1, 120, 121]);

  const size = async (head: number) => {
    await sql`SELECT ensure_partitions(p_tags_ahead => 1, p_tags_size => 50, p_head => ${head}::text::bigint)`;
    const bounds = await sql<{ upper_bound: number }[]>`
      SELECT upper_bound FROM partitions_of('event_tags') ORDER BY 1 DESC LIMIT 2`;
    return bounds[0].upper_bound - bounds[1].upper_bound;
  };
  const [{ head }] = await sql<{ head: number }[]>`SELECT max(upper_bound) AS head FROM partitions_of('event_tags')`;
  assertEquals(await size(head), 50 * Math.floor(head / 32 / 50));
});
