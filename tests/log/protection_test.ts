import { assertEquals, assertRejects } from "@std/assert";
import { connect } from "../../src/database/connect.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { command, fact, once, openHouse, openOn, upTo } from "./house.ts";

Deno.test("what stands in the log cannot be changed or removed, in no table and no partition of it", async () => {
  await using house = await openHouse();
  const { log, sql } = house;
  await log.append(command([fact(1)]));
  await sql`SELECT add_partition('events', 100)`;
  const partitions = await sql<{ name: string }[]>`
    SELECT name FROM partitions_of('events') UNION ALL SELECT name FROM partitions_of('event_tags')`;
  const tables = ["log", "events", "event_tags", "log_batches", ...partitions.map(({ name }) => name)];
  assertEquals(tables.length, 4 + 2 + 4);
  const columns: Record<string, string> = { log: "created_at", event_tags: "tag", log_batches: "hash" };
  for (const table of tables) {
    const column = columns[table] ?? "type";
    const refused = [
      `UPDATE ${table} SET ${column} = ${column}`,
      `UPDATE ${table} SET ${column} = ${column} WHERE false`,
      `DELETE FROM ${table}`,
      `DELETE FROM ${table} WHERE false`,
      `TRUNCATE ${table}`,
      `TRUNCATE ${table} CASCADE`,
    ];
    for (const statement of refused) {
      await assertRejects(() => sql.unsafe(statement), Error, "is refused: the log is append-only");
    }
  }
  const upsert = "INSERT INTO event_tags SELECT * FROM event_tags ON CONFLICT (tag, position) DO UPDATE SET type = 'x'";
  await assertRejects(() => sql.unsafe(upsert), Error, "append-only");
  await assertRejects(() => sql.unsafe("INSERT INTO log DEFAULT VALUES"), Error, "log_is_one");
  assertEquals((await log.read({ after: 0, limit: 9 })).length, 1);
});

Deno.test("appends update no row, so that an old snapshot held open costs them nothing", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  const appending = await openOn(database.url);
  const { log } = appending;
  const analyst = connect(database.url, { max: 1 });
  try {
    await analyst.unsafe("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await analyst`SELECT count(*) FROM events`;
    for (let round = 0; round < 10; round++) await Promise.all(upTo(20).map((n) => log.append(once(n, round * 20))));
    assertEquals([...await analyst`SELECT count(*) AS n FROM events`], [{ n: 0 }]);
  } finally {
    await analyst.end({ timeout: 1 });
  }
  // a connection reports what it did when it ends, at the latest
  await appending[Symbol.asyncDispose]();
  const counted = await eventually(async () => {
    const [row] = await sql<{ inserted: number; changed: number }[]>`
      SELECT sum(n_tup_ins) FILTER (WHERE relname ~ '^event_tags')::bigint AS inserted,
        sum(n_tup_upd + n_tup_del + n_dead_tup)::bigint AS changed
      FROM pg_stat_user_tables WHERE relname ~ '^(log|log_batches|event_tags_[0-9]+|events_[0-9]+)$'`;
    return row.inserted === 200 && row;
  });
  assertEquals(counted, { inserted: 200, changed: 0 });
});
