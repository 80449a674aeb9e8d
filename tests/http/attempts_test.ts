import { assert, assertEquals } from "@std/assert";
import { type Count, countAttempts } from "../../src/http/attempts.ts";
import { testDatabase } from "../support/database.ts";

const of = (...keys: string[]): Count[] => keys.map((key) => ({ key, most: 10, windowSec: 300 }));

Deno.test("of a hundred attempts at once ten are reserved, from several processes too", async () => {
  await using one = await testDatabase({ max: 20 });
  const counters = [countAttempts(one.sql), countAttempts(one.sql)];
  const waits = await Promise.all(
    // Each from an address of its own; the keys in either order, as two callers might name them.
    Array.from(
      { length: 100 },
      (_, n) => counters[n % 2].reserve(n % 3 ? of("account", `address-${n}`) : of(`address-${n}`, "account")),
    ),
  );
  assertEquals(waits.filter((wait) => wait === 0).length, 10);
  assert(waits.every((wait) => wait === 0 || (wait > 290 && wait <= 300)), String(waits));
  assertEquals(await counters[0].reserve(of("address-not-tried")), 0);
  assert(await counters[0].reserve(of("address-not-tried", "account")) > 290);
});

Deno.test("attempts that share keys crosswise do not wait for each other for ever", async () => {
  await using database = await testDatabase({ max: 20 });
  const { sql } = database;
  const attempts = countAttempts(sql);
  const many = (...keys: string[]) => keys.map((key) => ({ key, most: 1000, windowSec: 300 }));
  const expire = (n: number) =>
    sql`UPDATE login_attempts SET expires_at = now() - interval '1 s' WHERE key = ${`k${n}`}`;
  const rounds = Array.from({ length: 200 }, (_, n) => {
    const others = [`k${n % 7}`, `k${n % 5}`];
    return n % 2 ? attempts.reserve(many("a", "b", "c", ...others)) : attempts.reserve(many(...others, "c", "b", "a"));
  });
  const sweeps = Array.from({ length: 12 }, (_, n) => expire(n % 6).then(() => attempts.sweep()));
  await Promise.all([...rounds, ...sweeps]);
  await Promise.all(Array.from({ length: 50 }, (_, n) => attempts.giveBack(n % 2 ? ["a", "b"] : ["b", "a"])));
  const [row] = await sql`SELECT cardinality(under_way) AS n FROM login_attempts WHERE key = 'a'`;
  assertEquals(row.n, 150);
});

Deno.test("giving back an attempt gives back no other", async () => {
  await using database = await testDatabase();
  const attempts = countAttempts(database.sql);
  for (let n = 0; n < 9; n++) assertEquals(await attempts.reserve(of("a")), 0);
  for (let n = 0; n < 5; n++) {
    assertEquals(await attempts.reserve(of("a")), 0);
    await attempts.giveBack(["a"]);
  }
  assertEquals(await attempts.reserve(of("a")), 0);
  assert(await attempts.reserve(of("a")) > 0);
  await attempts.giveBack(["never seen"]);
});

Deno.test("a refused attempt counts under no key", async () => {
  await using database = await testDatabase();
  const attempts = countAttempts(database.sql);
  for (let n = 0; n < 10; n++) await attempts.reserve(of("full"));
  for (let n = 0; n < 20; n++) assert(await attempts.reserve(of("full", "other")) > 0);
  for (let n = 0; n < 10; n++) assertEquals(await attempts.reserve(of("other")), 0);
});

Deno.test("each count has its own limit and window, and the longest wait is told", async () => {
  await using database = await testDatabase();
  const attempts = countAttempts(database.sql);
  const counts = [{ key: "minute", most: 2, windowSec: 60 }, { key: "hour", most: 3, windowSec: 3600 }];
  for (let n = 0; n < 2; n++) assertEquals(await attempts.reserve(counts), 0);
  const wait = await attempts.reserve(counts);
  assert(wait > 50 && wait <= 60, String(wait));
  await database.sql`UPDATE login_attempts SET under_way = '{}' WHERE key = 'minute'`;
  assertEquals(await attempts.reserve(counts), 0);
  assert(await attempts.reserve(counts) > 3590);
});

Deno.test("the window slides: there is room when the oldest of the ten leaves it", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  const attempts = countAttempts(sql);
  for (let n = 0; n < 10; n++) await attempts.reserve(of("a"));
  const age = (sec: number) =>
    sql`UPDATE login_attempts SET under_way[1] = clock_timestamp() - make_interval(secs => ${sec})`;
  await age(250);
  const wait = await attempts.reserve(of("a"));
  assert(wait > 45 && wait <= 50, String(wait));
  await age(301);
  assertEquals(await attempts.reserve(of("a")), 0);
  assert(await attempts.reserve(of("a")) > 290);
  const [row] = await sql`SELECT cardinality(under_way) AS n FROM login_attempts`;
  assertEquals(row.n, 10);
});

Deno.test("what no longer counts is swept away", async () => {
  await using database = await testDatabase();
  const attempts = countAttempts(database.sql);
  await attempts.reserve(of("old"));
  await attempts.reserve(of("new"));
  await database.sql`UPDATE login_attempts SET expires_at = now() - interval '1 second' WHERE key = 'old'`;
  assertEquals([await attempts.sweep(), await attempts.sweep()], [1, 0]);
});
