import { assertEquals, assertRejects } from "@std/assert";
import { requested } from "../support/facts.ts";
import type { Query } from "../../src/log/log.ts";
import { command, fact, openHouse, tagged, upTo } from "./house.ts";

Deno.test("a query gives each event once, in order, however many of its items it fits", async () => {
  await using house = await openHouse();
  const { log } = house;
  const lists = [["a"], ["b"], ["a", "b"], ["c"], ["a", "b", "c"], ["d"]];
  for (const tags of lists) await log.append(command([tagged(...tags)]));
  const positions = async (any: Query["any"], after = 0, limit = 100) =>
    (await log.read({ after, limit, query: { any } })).map(({ position }) => position);
  const types = ["MatchRequested" as const];
  assertEquals(await positions([{ tags: ["a"] }]), [1, 3, 5]);
  assertEquals(await positions([{ tags: ["a"] }, { tags: ["b"] }, { tags: ["d"] }]), [1, 2, 3, 5, 6]);
  assertEquals(await positions([{ tags: ["b", "a"] }]), [3, 5]);
  assertEquals(await positions([{ tags: ["c", "b", "a"] }, { tags: ["d"], types }]), [5, 6]);
  assertEquals(await positions([{ tags: ["a"] }, { tags: ["b"] }], 1, 2), [2, 3]);
  assertEquals(await positions([{ tags: ["a"], types: ["CallEnded"] }, { tags: ["d"], types }]), [6]);
  assertEquals(await positions([{ tags: ["a"], types: [] }]), []);
  assertEquals(await positions([]), []);
  assertEquals(await positions([{ tags: ["nobody"] }]), []);
  await assertRejects(() => positions([{ tags: [] }]), Error, "neither tags nor types");
});

Deno.test("a query by types alone reads those", async () => {
  await using house = await openHouse();
  const { log } = house;
  await log.append(command([requested(1), { ...requested(2), type: "CallEnded" }, requested(3)]));
  const read = async (types: ("MatchRequested" | "CallEnded" | "CallRated")[], after = 0) =>
    (await log.read({ after, limit: 9, query: { any: [{ types, tags: [] }] } })).map(({ position }) => position);
  assertEquals(await read(["MatchRequested"]), [1, 3]);
  assertEquals(await read(["MatchRequested", "CallEnded"], 1), [2, 3]);
  assertEquals(await read(["CallRated"]), []);
});

Deno.test("an event comes back as it was appended", async () => {
  await using house = await openHouse();
  const before = await house.log.append(command([requested(7)], [], {
    meta: { actor: 7, correlationId: "c", causationPosition: 3, app: "calls" },
  }));
  const [event] = await house.log.read({ after: 0, limit: 1 });
  assertEquals(before, { outcome: "appended", position: event.position });
  const { recordedAt, ...rest } = event;
  assertEquals(
    rest,
    {
      ...requested(7),
      type: "MatchRequested",
      position: 1,
      meta: { actor: 7, correlationId: "c", causationPosition: 3, app: "calls" },
    } as typeof rest,
  );
  assertEquals(Math.abs(Date.now() - recordedAt.getTime()) < 60_000, true);
});

Deno.test("a range that is not there stops a reader instead of being passed over", async () => {
  await using house = await openHouse();
  const { log, sql } = house;
  await log.append(command([requested(1), requested(2), requested(3), requested(4)]));
  await sql.unsafe("SET session_replication_role = replica; DELETE FROM events WHERE position IN (1, 3)").simple();
  await assertRejects(() => log.read({ after: 0, limit: 9 }), Error, "Events 1 to 1 are not in the log's table");
  await assertRejects(() => log.read({ after: 1, limit: 9 }), Error, "Events 3 to 3 are not in the log's table");
  assertEquals((await log.read({ after: 3, limit: 9 })).length, 1);
});

Deno.test("a position is found before which everything is older than some time", async () => {
  await using house = await openHouse();
  const { log, sql } = house;
  for (const n of upTo(5)) await log.append(command([fact(n), fact(n)]));
  assertEquals([await log.olderThan(3600), await log.olderThan(0)], [0, 10]);
  await sql.unsafe(`SET session_replication_role = replica;
    UPDATE log_batches SET recorded_at = now() - interval '2 hours' WHERE last_position <= 6`).simple();
  const before = async (age: string) =>
    (await sql<{ position: number }[]>`SELECT position_before(${age}::text::interval) AS position`)[0].position;
  assertEquals([await before("3 hours"), await before("1 hour"), await before("-1 hour")], [0, 6, 10]);
});
