import { assertEquals, assertRejects } from "@std/assert";
import { AccountRegistered } from "../../events/accounts.ts";
import { MatchOffered } from "../../events/calls.ts";
import { tag } from "../../events/event.ts";
import { hashOf, offered, requested } from "../support/facts.ts";
import { command, fact, guard, once, openHouse, tagged } from "./house.ts";

const outcomes = (answers: { outcome: string }[]) => answers.map(({ outcome }) => outcome).sort();

Deno.test("a guard refuses what an event after its position, with its tag, has overtaken", async () => {
  await using house = await openHouse();
  const { log } = house;
  assertEquals(await log.append(once(1)), { outcome: "appended", position: 1 });
  assertEquals(await log.append(once(1)), { outcome: "conflict" });
  assertEquals(await log.append(once(1, 1)), { outcome: "appended", position: 2 });
  assertEquals(await log.append(once(1, 1)), { outcome: "conflict" });
  assertEquals(await log.append(once(2)), { outcome: "appended", position: 3 });
  assertEquals(await log.head(), 3);
});

Deno.test("an item with several tags means an event that has all of them", async () => {
  await using house = await openHouse();
  const { log } = house;
  await log.append(command([tagged("a", "b"), tagged("b", "c"), tagged("a", "c")]));
  const refused = [["a", "b"], ["b", "a"], ["c"]];
  const allowed = [["a", "b", "c"], ["a", "d"], ["d", "a"]];
  for (const tags of refused) {
    assertEquals((await log.append(command([tagged("x")], [guard(0, ...tags)]))).outcome, "conflict", `${tags}`);
  }
  for (const tags of allowed) {
    assertEquals((await log.append(command([tagged("x")], [guard(0, ...tags)]))).outcome, "appended", `${tags}`);
  }
});

Deno.test("types narrow an item, and none at all match nothing", async () => {
  await using house = await openHouse();
  const { log } = house;
  await log.append(command([requested(1)]));
  const withTypes = (types: ("MatchRequested" | "MatchOffered")[]) =>
    log.append(command([tagged("x")], [{ any: [{ types, tags: [tag.user(1)] }], after: 0 }]));
  assertEquals((await withTypes(["MatchOffered"])).outcome, "appended");
  assertEquals((await withTypes([])).outcome, "appended");
  assertEquals((await withTypes(["MatchOffered", "MatchRequested"])).outcome, "conflict");
});

Deno.test("several guards hold each at its own position, several items each for itself", async () => {
  await using house = await openHouse();
  const { log } = house;
  for (const userId of [1, 2, 3]) await log.append(command([fact(userId)]));
  const under = (...guards: ReturnType<typeof guard>[]) => log.append(command([tagged("x")], guards));
  assertEquals((await under(guard(1, tag.user(1)), guard(2, tag.user(2)))).outcome, "appended");
  assertEquals((await under(guard(1, tag.user(1)), guard(1, tag.user(2)))).outcome, "conflict");
  const either = (after: number) => ({ any: [{ tags: [tag.user(9)] }, { tags: [tag.user(3)] }], after });
  assertEquals((await under(either(3))).outcome, "appended");
  assertEquals((await under(either(2))).outcome, "conflict");
  assertEquals((await under({ any: [], after: 0 })).outcome, "appended");
});

Deno.test("a guard that the database could not hold is refused, not taken for held", async () => {
  await using house = await openHouse();
  for (const wrong of [{ any: [{ tags: [] }], after: 0 }, guard(-1, "a"), guard(1.5, "a"), guard(NaN, "a")]) {
    await assertRejects(() => house.log.append(command([fact(1)], [wrong])), Error, "guard");
  }
  await assertRejects(() => house.log.append(command([])), Error, "nothing to append");
  assertEquals(await house.log.head(), 0);
});

Deno.test("of commands that conflict, called at once in one process or several, exactly one is appended", async () => {
  await using house = await openHouse({ logs: 3 });
  for (let userId = 1; userId <= 20; userId++) {
    const answers = await Promise.all(
      house.logs.flatMap((log) => [log.append(once(userId)), log.append(once(userId))]),
    );
    assertEquals(outcomes(answers), ["appended", "conflict", "conflict", "conflict", "conflict", "conflict"]);
  }
  assertEquals(await house.log.head(), 20);
});

Deno.test("of two spends of one wallet exactly one is appended, in one batch or from two processes", async () => {
  await using house = await openHouse({ logs: 2 });
  const { log, logs: [, other] } = house;
  let head = 0;
  const spend = () => command([tagged("wallet:1", `spend:${crypto.randomUUID()}`)], [guard(head, "wallet:1")]);
  for (let round = 0; round < 20; round++) {
    assertEquals(outcomes(await Promise.all([log.append(spend()), log.append(spend())])), ["appended", "conflict"]);
    head = await log.head();
    assertEquals(outcomes(await Promise.all([log.append(spend()), other.append(spend())])), ["appended", "conflict"]);
    head = await log.head();
  }
  assertEquals(head, 40);
});

Deno.test("a name and the two of a match are taken once, whoever else is in the batch", async () => {
  await using house = await openHouse({ logs: 2 });
  const signUp = (userId: number) => {
    const event = AccountRegistered({
      userId,
      username: "mina",
      usernameHash: hashOf("mina"),
      passwordHash: "argon2id",
      registeredAt: "2026-03-01T12:00:00.000Z",
    });
    return command([event], [guard(0, tag.username(hashOf("mina")))]);
  };
  const offers = () =>
    command([offered()], [{ any: [1, 2].map((u) => ({ types: [MatchOffered.type], tags: [tag.user(u)] })), after: 0 }]);
  const answers = await Promise.all(house.logs.flatMap((log, n) => [
    log.append(signUp(n + 1)),
    log.append(offers()),
    ...[30, 31, 32].map((userId) => log.append(command([fact(userId + 10 * n)]))),
  ]));
  assertEquals(answers.filter(({ outcome }) => outcome === "appended").length, 2 + 6);
  assertEquals(await house.log.head(), 8);
});

Deno.test("tags that a command adds to its events are guarded like their own, and given twice stand once", async () => {
  await using house = await openHouse();
  const keyed = command([fact(1), fact(2)], [guard(0, "idempotency:k")], { extraTags: ["idempotency:k", "user:1"] });
  const answers = await Promise.all([house.log.append(keyed), house.log.append(keyed)]);
  assertEquals(outcomes(answers), ["appended", "conflict"]);
  const [first, second] = await house.log.read({ after: 0, limit: 9, query: { any: [{ tags: ["idempotency:k"] }] } });
  assertEquals([first.tags, second.tags], [["user:1", "idempotency:k"], ["user:2", "idempotency:k", "user:1"]]);
});
