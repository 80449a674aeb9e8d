import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { ProfileChanged, SessionStarted } from "../../events/accounts.ts";
import type { Event } from "../../events/vocabulary.ts";
import { Forgotten } from "../../src/log/log.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { open, seal } from "../../src/log/sealing.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { person } from "../support/facts.ts";
import { all, command, fact, masterKey, openHouse, openOn, upTo } from "./house.ts";

const nameOf = (event: Event) => event.type === "AccountRegistered" ? event.data.username : undefined;
const names = async (log: Parameters<typeof all>[0]) =>
  (await all(log)).filter((event) => event.type === "AccountRegistered").map(nameOf);

Deno.test("personal fields are sealed in the stored row, come back opened, and are null once the person is forgotten", async () => {
  await using house = await openHouse();
  const { log, sql, url } = house;
  const session = SessionStarted({
    sessionId: crypto.randomUUID(),
    userId: 1,
    refreshHash: "r".repeat(16),
    device: "a phone \0 with \ud800 odd letters",
    address: "203.0.113.9",
    startedAt: "2026-03-01T12:00:00.000Z",
    expiresAt: "2026-03-01T12:00:00.000Z",
  });
  await log.append(command([...person(1), session, ...person(2)]));
  const [{ stored }] = await sql<{ stored: string }[]>`
    SELECT string_agg(e::text, '') || (SELECT string_agg(t::text, '') FROM event_tags t) AS stored FROM events e`;
  for (const plain of ["user1", "user2", "argon2id", "phone", "203.0.113.9"]) {
    assertEquals(stored.replaceAll("hash-of-user", "").includes(plain), false, plain);
  }
  const read = await all(log);
  assertEquals(read[2].data, session.data);
  assertEquals(await names(log), ["user1", "user2"]);

  // another process reads the same, and after the erasure nobody does
  await using cold = await openOn(url);
  assertEquals(await names(cold.log), ["user1", "user2"]);
  await personalKeys(sql, [masterKey]).erase(1);
  await using later = await openOn(url);
  assertEquals(await names(later.log), [null, "user2"]);
  const forgotten = (await all(later.log))[2];
  assert(forgotten.type === "SessionStarted");
  assertEquals([forgotten.data.device, forgotten.data.address, forgotten.data.userId], [null, null, 1]);
});

Deno.test("nobody is given a key again who was forgotten", async () => {
  await using house = await openHouse();
  const { log, sql, url } = house;
  await log.append(command(person(1)));
  await personalKeys(sql, [masterKey]).erase(1);
  await using other = await openOn(url);
  await assertRejects(
    () => other.log.append(command([ProfileChanged({ userId: 1, profileImage: "new.webp" })])),
    Forgotten,
  );
  assertEquals(await names(other.log), [null]);
});

Deno.test("processes that make a person's key at the same time agree on one", async () => {
  await using house = await openHouse({ logs: 4 });
  const subjects = upTo(10);
  await Promise.all(house.logs.flatMap((log) => subjects.map((userId) => log.append(command(person(userId))))));
  await using cold = await openOn(house.url);
  const read = await names(cold.log);
  assertEquals([read.length, read.includes(null)], [40, false]);
  assertEquals([...await house.sql`SELECT count(*) AS n FROM personal_keys`], [{ n: 10 }]);
});

Deno.test("more people than keys held in memory are read all the same", async () => {
  await using database = await testDatabase();
  const keys = personalKeys(database.sql, [masterKey], { held: 3 });
  const made = await keys.forSealing(new Set(upTo(20)));
  for (const _ of upTo(2)) {
    const loaded = await Promise.all([keys.load(new Set(upTo(20))), keys.load(new Set([20, 1, 7]))]);
    assertEquals(loaded.map(({ size }) => size), [20, 3]);
    assertEquals(loaded[0].get(7), made.get(7));
  }
});

Deno.test("a key stays in memory until it is forgotten, the longest unused goes first", async () => {
  await using database = await testDatabase();
  const keys = personalKeys(database.sql, [masterKey], { held: 2 });
  await keys.forSealing(new Set([1, 2]));
  await keys.load(new Set([1]));
  await keys.forSealing(new Set([3]));
  await database.sql`DELETE FROM personal_keys`;
  assertEquals([...(await keys.load(new Set([1, 2, 3]))).keys()], [1, 3]);
  keys.forget(1);
  assertEquals([...(await keys.load(new Set([1, 2, 3]))).keys()], [3]);
});

Deno.test("keys are stored wrapped; the first master key wraps, every one unwraps, none is an error that names it", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  const [old, fresh] = [masterKey, { id: "fresh", key: new Uint8Array(32).fill(9) }];
  const first = await personalKeys(sql, [old]).forSealing(new Set([1]));
  const rotated = personalKeys(sql, [fresh, old]);
  assertEquals(await rotated.forSealing(new Set([1])), first);
  await rotated.forSealing(new Set([2]));
  const rows = await sql<{ wrapped_by: string; wrapped: Uint8Array }[]>`SELECT * FROM personal_keys ORDER BY subject`;
  assertEquals(rows.map((row) => row.wrapped_by), ["test", "fresh"]);
  assertEquals(rows[0].wrapped.length, 12 + 16 + 32);
  await assertRejects(() => personalKeys(sql, [fresh]).load(new Set([1])), Error, "wrapped by master key test");
});

Deno.test("what is sealed opens with its key and context only, whole only, and never looks the same twice", () => {
  const [key, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const plain = new TextEncoder().encode("김미나");
  const sealed = seal(key, plain, "context");
  assertEquals(new Uint8Array(open(key, sealed, "context")), plain);
  assertNotEquals(sealed, seal(key, plain, "context"));
  assertThrows(() => open(other, sealed, "context"));
  assertThrows(() => open(key, sealed, "another"));
  for (const at of sealed.keys()) {
    const changed = sealed.with(at, sealed[at] ^ 1);
    assertThrows(() => open(key, changed, "context"));
  }
});

Deno.test("a reader that meets a forgotten person goes on", async () => {
  await using house = await openHouse({ logs: 2 });
  const { log, logs: [, reading], sql } = house;
  const seen: unknown[] = [];
  const stop = new AbortController();
  await log.append(command(person(1)));
  await sql`DELETE FROM personal_keys`;
  const following = reading.subscribe(0, (events) => void seen.push(...events.map(nameOf)), stop.signal);
  await eventually(() => seen.length === 2);
  await log.append(command([fact(1)]));
  await eventually(() => seen.length === 3);
  assertEquals(seen, [null, undefined, undefined]);
  stop.abort();
  await following;
});
