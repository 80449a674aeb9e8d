import { assert, assertEquals } from "@std/assert";
import { loginFailures } from "../../src/http/login_failures.ts";
import { testDatabase } from "../support/database.ts";

Deno.test("of a hundred logins at once ten are tried, from several processes too", async () => {
  await using one = await testDatabase({ max: 20 });
  const counters = [loginFailures(one.sql), loginFailures(one.sql)];
  const waits = await Promise.all(
    // Each from an address of its own; the keys in either order, as two callers might name them.
    Array.from(
      { length: 100 },
      (_, n) => counters[n % 2].attempt(n % 3 ? ["account", `address-${n}`] : [`address-${n}`, "account"]),
    ),
  );
  assertEquals(waits.filter((wait) => wait === 0).length, 10);
  assert(waits.every((wait) => wait === 0 || (wait > 290 && wait <= 300)), String(waits));
  assertEquals(await counters[0].attempt(["address-not-tried"]), 0);
  assert(await counters[0].attempt(["address-not-tried", "account"]) > 290);
});

Deno.test("logins that share addresses crosswise do not wait for each other for ever", async () => {
  await using database = await testDatabase({ max: 20 });
  const failures = loginFailures(database.sql, { failures: 1000, windowSec: 300 });
  await Promise.all(
    Array.from(
      { length: 200 },
      (_, n) => n % 2 ? failures.attempt(["a", "b", "c"]) : failures.attempt(["c", "b", "a"]),
    ),
  );
  await Promise.all(Array.from({ length: 50 }, (_, n) => failures.succeeded(n % 2 ? ["a", "b"] : ["b", "a"])));
  const [row] = await database.sql`SELECT cardinality(tried_at) AS n FROM login_attempts WHERE key = 'a'`;
  assertEquals(row.n, 150);
});

Deno.test("a success gives its own attempt back and no other", async () => {
  await using database = await testDatabase();
  const failures = loginFailures(database.sql);
  for (let n = 0; n < 9; n++) assertEquals(await failures.attempt(["a"]), 0);
  for (let n = 0; n < 5; n++) {
    assertEquals(await failures.attempt(["a"]), 0);
    await failures.succeeded(["a"]);
  }
  assertEquals(await failures.attempt(["a"]), 0);
  assert(await failures.attempt(["a"]) > 0);
  await failures.succeeded(["never seen"]);
});

Deno.test("an attempt that is refused counts for no key", async () => {
  await using database = await testDatabase();
  const failures = loginFailures(database.sql);
  for (let n = 0; n < 10; n++) await failures.attempt(["full"]);
  for (let n = 0; n < 20; n++) assert(await failures.attempt(["full", "other"]) > 0);
  for (let n = 0; n < 10; n++) assertEquals(await failures.attempt(["other"]), 0);
});

Deno.test("the window slides: there is room when the oldest of the ten leaves it", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  const failures = loginFailures(sql);
  for (let n = 0; n < 10; n++) await failures.attempt(["a"]);
  const age = (sec: number) =>
    sql`UPDATE login_attempts SET tried_at[1] = clock_timestamp() - make_interval(secs => ${sec})`;
  await age(250);
  const wait = await failures.attempt(["a"]);
  assert(wait > 45 && wait <= 50, String(wait));
  await age(301);
  assertEquals(await failures.attempt(["a"]), 0);
  assert(await failures.attempt(["a"]) > 290);
  const [row] = await sql`SELECT cardinality(tried_at) AS n FROM login_attempts`;
  assertEquals(row.n, 10);
});

Deno.test("what no longer counts is swept away", async () => {
  await using database = await testDatabase();
  const failures = loginFailures(database.sql);
  await failures.attempt(["old"]);
  await failures.attempt(["new"]);
  await database.sql`UPDATE login_attempts SET expires_at = now() - interval '1 second' WHERE key = 'old'`;
  assertEquals([await failures.sweep(), await failures.sweep()], [1, 0]);
});

Deno.test("many right logins at once from one address all get through", async () => {
  await using database = await testDatabase({ max: 10 });
  const failures = loginFailures(database.sql);
  const waits = await Promise.all(Array.from({ length: 40 }, async (_, n) => {
    const keys = [`account-${n}`, "address"];
    const wait = await failures.attempt(keys);
    if (wait === 0) await failures.succeeded(keys);
    return wait;
  }));
  assertEquals(waits.filter((wait) => wait > 0), []);
});
