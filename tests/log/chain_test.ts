import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { command, fact, openHouse, tagged, upTo } from "./house.ts";

type Problem = { last_position: number; problem: string };
const verify = (sql: Sql, from = 0, to = 1_000_000) =>
  sql<Problem[]>`SELECT * FROM verify_chain(${from}, ${to})`.then((rows) => [...rows]);

/** What somebody does who may do anything: switches the triggers off first. */
const tamper = (sql: Sql, statement: string) =>
  sql.unsafe(`SET session_replication_role = replica; ${statement}`).simple();

const copyOf = (position: number) => `SELECT ${position}, type, version, tags, data, meta, recorded_at FROM events`;
const swapped = (column: string) =>
  `UPDATE events e SET ${column} = o.${column} FROM events o WHERE (e.position, o.position) IN ((3, 4), (4, 3))`;

/** What is done to a log of ten batches of two events, and the first position that the check names then. */
const tampering: Record<string, [statement: string, named: number]> = {
  "changed data": [`UPDATE events SET data = data || '{"userId": 99}' WHERE position = 5`, 6],
  "a changed type": ["UPDATE events SET type = 'CallEnded' WHERE position = 5", 6],
  "a changed version": ["UPDATE events SET version = 2 WHERE position = 20", 20],
  "changed meta": [`UPDATE events SET meta = meta || '{"actor": 99}' WHERE position = 1`, 2],
  "a changed time": ["UPDATE events SET recorded_at = recorded_at + interval '1 microsecond' WHERE position = 6", 6],
  "a changed time of a batch": ["UPDATE log_batches SET recorded_at = now() WHERE last_position = 6", 6],
  "changed times of all of a batch": [
    `UPDATE log_batches SET recorded_at = '2026-01-01' WHERE last_position = 6;
    UPDATE events SET recorded_at = '2026-01-01' WHERE position IN (5, 6)`,
    6,
  ],
  "changed tags": ["UPDATE events SET tags = '{user:99}' WHERE position = 7", 8],
  "a removed row": ["DELETE FROM events WHERE position = 8", 8],
  "a removed batch": [
    "DELETE FROM events WHERE position IN (7, 8); DELETE FROM log_batches WHERE last_position = 8",
    10,
  ],
  "swapped rows": [swapped("data"), 4],
  "swapped authors": [swapped("meta"), 4],
  "an inserted row": [`INSERT INTO events ${copyOf(21)} WHERE position = 20`, 21],
  "a changed answer": [`UPDATE log_batches SET results = '{}' WHERE last_position = 4`, 4],
  "a removed tag": ["DELETE FROM event_tags WHERE position = 9", 9],
  "an added tag": ["INSERT INTO event_tags VALUES ('user:1', 20, 'MatchRequested')", 20],
  "a tag of another type": ["UPDATE event_tags SET type = 'CallEnded' WHERE position = 9", 9],
};

for (const [what, [statement, named]] of Object.entries(tampering)) {
  Deno.test(`the chain shows ${what}`, async () => {
    await using house = await openHouse();
    const { log, sql } = house;
    for (const n of upTo(10)) {
      const meta = { actor: n, correlationId: `c${n}`, app: "calls" as const };
      const other = { actor: n + 50, correlationId: `d${n}`, app: "calls" as const };
      await Promise.all([
        log.append(command([fact(2 * n)], [], { meta })),
        log.append(command([fact(2 * n + 1)], [], { meta: other })),
      ]);
    }
    assertEquals(await verify(sql), []);
    await tamper(sql, statement);
    const problems = await verify(sql);
    assertEquals(problems[0]?.last_position, named, JSON.stringify(problems));
    assertEquals(await verify(sql, 11, 14), [], "the batches after it, on their own");
  });
}

Deno.test("the chain holds over partitions, odd texts and other sessions' settings", async () => {
  await using house = await openHouse();
  const { log, sql } = house;
  for (const text of ["é\u{1f600}\u0001", '"{},\\"', "", " "]) {
    await log.append(command([{ ...tagged(`tag:${text}`), data: { text, n: 1e21, nested: [{ text }] } }]));
  }
  assertEquals(await verify(sql), []);
  await sql.unsafe("SET TimeZone = 'Asia/Seoul'; SET DateStyle = 'German'; SET extra_float_digits = 0").simple();
  assertEquals(await verify(sql), []);
  const [{ hash }] = await sql<
    { hash: Uint8Array }[]
  >`SELECT hash FROM log_batches ORDER BY last_position DESC LIMIT 1`;
  assert(hash.length === 32);
});
