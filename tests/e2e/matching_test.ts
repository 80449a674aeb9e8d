import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { developmentToken } from "../../src/gems/payments/development.ts";
import {
  type About,
  buy,
  callOf,
  codeOf,
  crowd,
  decide,
  enter,
  gemsOf,
  idle,
  isMatching,
  locate,
  matched,
  offered,
  offerOf,
  paymentToken,
  type Person,
  poolSize,
  send,
  wants,
  type Wishes,
} from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testClock, type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const seoul = [37.5665, 126.978] as const;
const suwon = [37.2636, 127.0286] as const;
const busan = [35.1796, 129.0756] as const;

/** People, by name. */
async function named(server: TestServer, ...abouts: (string | About)[]): Promise<Person[]> {
  return await crowd(server, abouts.map((about) => typeof about === "string" ? { name: about } : about));
}

/** People of 25 who want nobody of their own gender, and so do not meet each other. */
async function men(server: TestServer, ...names: string[]): Promise<Person[]> {
  const people = await crowd(server, names.map((name) => ({ name })));
  for (const one of people) {
    await buy(server, one);
    await wants(one, { gender: "female" });
  }
  return people;
}

/** Waits until so many people are in the pool, looked at and found to fit nobody there. */
const pooled = (server: TestServer, people: number) => eventually(async () => await poolSize(server) === people);

async function inOrder(people: readonly Person[]): Promise<void> {
  for (const one of people) await enter(one);
}

const sound = ({ system }: TestServer) => assertSound(system);
const metName = async (someone: Person) => (await offered(someone)).matched_user.username;

Deno.test("a decline is next for both; the other waits at the old place, who declined does not", async () => {
  await using server = await testServer();
  const [early, late] = await men(server, "early", "late");
  const [picky, kind, last] = await named(
    server,
    { name: "picky", gender: "female" },
    { name: "kind", gender: "female" },
    { name: "last", gender: "female" },
  );
  await enter(early);
  const { match_id } = await offered(picky);
  const [seen] = await Promise.all([offered(early), enter(late)]);
  assertEquals(seen.match_id, match_id);
  const outcomes = await Promise.all([decide(early, match_id, "accept"), decide(picky, match_id, "reject")]);
  assertEquals(outcomes, ["next", "next"]);
  assertEquals([await isMatching(early), await isMatching(picky)], [true, false]);
  assertEquals(await metName(kind), "early");
  assertEquals(await metName(last), "late");
  await sound(server);
});

Deno.test("silence ends an offer after 10 s: who accepted waits again, who was silent does not", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, silent, next] = await named(server, "one", "silent", "next");
  await enter(one);
  const { match_id, expires_at } = await offered(silent);
  assert(new Date(expires_at).getTime() - clock.now().getTime() <= 10_000);
  const decision = decide(one, match_id, "accept");
  await eventually(async () => (await eventsOf(server.system, "MatchAccepted")).length > 0);
  clock.advance(10);
  assertEquals(await decision, "next");
  assertEquals([await isMatching(one), await isMatching(silent)], [true, false]);
  assertEquals(await metName(next), "one");
  await sound(server);
});

Deno.test("both silent: both leave the queue", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other] = await named(server, "one", "other");
  await Promise.all([offered(one), offered(other)]);
  clock.advance(10);
  await idle(one);
  await idle(other);
  await sound(server);
});

Deno.test("cancelling: idle, waiting, offered, matched, in a call", async () => {
  await using server = await testServer();
  const [one, other, third] = await named(server, "one", "other", "third");
  const cancel = async (someone: Person) => {
    const { status, body } = await someone.post("/api/match/cancel/");
    assertEquals([status, body], [200, { message: "매칭 상태가 해제되었습니다." }]);
  };
  await cancel(one);

  const poll = one.get("/api/match/random/?wait=20");
  await pooled(server, 1);
  await cancel(one);
  assertEquals(codeOf(await poll), "409 match.cancelled");
  assert(!await isMatching(one));

  await Promise.all([offered(one), offered(other)]);
  await cancel(one);
  assertEquals([await isMatching(one), await isMatching(other)], [false, true]);

  const match_id = await matched(other, third);
  assertEquals(codeOf(await other.get("/api/match/random/")), "409 match.awaiting_call");
  await cancel(other);
  assertEquals(codeOf(await third.post("/api/call/start/", { match_id })), "409 match.lapsed");

  await callOf(third, await matched(one, third));
  await cancel(third);
  assertEquals(codeOf(await third.get("/api/match/random/")), "409 match.in_call");
  await sound(server);
});

Deno.test("who does not poll for 60 s leaves the queue, who does stays", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [gone, there] = await men(server, "gone", "there");
  await inOrder([gone, there]);
  clock.advance(40);
  await enter(there);
  clock.advance(40);
  await idle(gone);
  assert(await isMatching(there));
  const [ended] = await eventsOf(server.system, "MatchRequestEnded");
  assertEquals(ended.data.reason, "absent");
});

Deno.test("deciding is a sign of life: who is put back in the queue has a minute to poll again", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, gone] = await men(server, "one", "gone");
  const [silent] = await named(server, { name: "silent", gender: "female" });
  await enter(one);
  await enter(gone);
  clock.advance(55);
  const { match_id } = await offered(silent);
  const decision = decide(one, match_id, "accept");
  await eventually(async () => (await eventsOf(server.system, "MatchAccepted")).length > 0);
  clock.advance(10);
  assertEquals(await decision, "next");
  await idle(gone);
  const stale = async () => {
    const before = new Date(clock.now().getTime() - 60_000);
    return await server.system.sql`SELECT FROM queue_presence WHERE seen_at < ${before}`;
  };
  await eventually(async () => (await stale()).length === 0);
  assert(await isMatching(one));
});

Deno.test("two people who were shown each other do not meet again before the cooldown is over, in either order", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other] = await named(server, "one", "other");
  await enter(one);
  const { match_id } = await offered(other);
  await decide(one, match_id, "reject");
  await other.post("/api/match/cancel/");
  for (const order of [[one, other], [other, one]]) {
    await inOrder(order);
    await pooled(server, 2);
    for (const someone of order) await someone.post("/api/match/cancel/");
    await pooled(server, 0);
  }
  clock.advance(3600);
  const [again, too] = [await one.refreshed(), await other.refreshed()];
  await enter(too);
  assertEquals(await metName(again), "other");
  await sound(server);
});

Deno.test("two who wait are shown each other once their cooldown is over, though nothing else happens", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other] = await named(server, "one", "other");
  await enter(one);
  const { match_id } = await offered(other);
  await decide(one, match_id, "reject");
  await enter(one);
  await pooled(server, 2);
  clock.advance(3600 - 30);
  const polls = [await one.refreshed(), await other.refreshed()].map((person) =>
    person.get("/api/match/random/?wait=55")
  );
  clock.advance(30);
  for (const poll of polls) assertEquals((await poll).status, 200);
  await sound(server);
});

Deno.test("while two decide nobody else meets either of them", async () => {
  await using server = await testServer();
  const [one, other, third, fourth] = await named(server, "one", "other", "third", "fourth");
  await enter(one);
  const { match_id } = await offered(other);
  await enter(third);
  await pooled(server, 1);
  const first = decide(one, match_id, "accept");
  assertEquals(await metName(fourth), "third");
  assertEquals(await decide(other, match_id, "accept"), "matched");
  assertEquals(await first, "matched");
  await sound(server);
});

type Side = { about?: Omit<About, "name">; wishes?: Wishes; at?: readonly [number, number] };
const woman = { gender: "female" } as const;
const misfits: [string, Side, Side][] = [
  ["one's gender is not wanted", { wishes: { gender: "female" } }, {}],
  ["the other's gender is not wanted", { about: woman, wishes: { gender: "female" } }, {
    wishes: { gender: "female" },
  }],
  ["one is too old", { wishes: { ages: [19, 24] } }, { about: { age: 25 } }],
  ["one is too young", { about: { age: 40 } }, { about: { age: 25 }, wishes: { ages: [41, 99] } }],
  ["too far away", { wishes: { radiusKm: 20 }, at: seoul }, { at: suwon }],
  ["too far away for the other", { at: busan }, { wishes: { radiusKm: 300 }, at: seoul }],
  ["one who wants somebody near has no location", { wishes: { radiusKm: 500 } }, { at: seoul }],
  ["the other has no location", { wishes: { radiusKm: 500 }, at: seoul }, {}],
];
const fits: [string, Side, Side][] = [
  ["both want each other", { wishes: { gender: "female" } }, { about: woman, wishes: { gender: "male" } }],
  ["the bounds of an age are within it", { about: { age: 30 }, wishes: { ages: [25, 30] } }, {
    about: { age: 25 },
    wishes: { ages: [30, 30] },
  }],
  ["near enough", { wishes: { radiusKm: 40 }, at: seoul }, { wishes: { radiusKm: 40 }, at: suwon }],
  ["in the same place", { wishes: { radiusKm: 5 }, at: seoul }, { wishes: { radiusKm: 5 }, at: seoul }],
  ["nobody asks how far", { at: seoul }, { at: busan }],
];

Deno.test("the conditions of both sides hold, whoever came first", async (t) => {
  await using server = await testServer();
  let made = 0;
  const make = async ({ about, wishes, at }: Side) => {
    const [someone] = await named(server, { name: `person ${made++}`, ...about });
    await buy(server, someone);
    if (wishes) await wants(someone, wishes);
    if (at) await locate(someone, at);
    return someone;
  };
  for (const [what, one, other] of misfits) {
    for (const sides of [[one, other], [other, one]]) {
      await t.step(`apart: ${what}`, async () => {
        const people = [await make(sides[0]), await make(sides[1])];
        await inOrder(people);
        await pooled(server, 2);
        for (const someone of people) await someone.post("/api/match/cancel/");
        await pooled(server, 0);
      });
    }
  }
  for (const [what, one, other] of fits) {
    for (const sides of [[one, other], [other, one]]) {
      await t.step(`together: ${what}`, async () => {
        const people = [await make(sides[0]), await make(sides[1])];
        await enter(people[0]);
        assertEquals(await metName(people[1]), people[0].name);
        await decide(people[1], (await offered(people[1])).match_id, "reject");
        await people[0].post("/api/match/cancel/");
        await pooled(server, 0);
      });
    }
  }
  await sound(server);
});

Deno.test("conditions saved while waiting count at once", async () => {
  await using server = await testServer();
  const [one] = await men(server, "one");
  const [other] = await named(server, "other");
  await inOrder([one, other]);
  await pooled(server, 2);
  await wants(one, {});
  assertEquals(await metName(one), "other");
});

Deno.test("a location is forgotten after 24 h, also of someone who is waiting", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other, third] = await named(server, "one", "other", "third");
  for (const someone of [one, other, third]) await buy(server, someone);
  for (const someone of [one, third]) await wants(someone, { radiusKm: 5 });
  await locate(one, seoul);
  clock.advance(24 * 3600 - 20);
  const [here, near, late] = await Promise.all([one, other, third].map((someone) => someone.refreshed()));
  await enter(here);
  await pooled(server, 1);
  clock.advance(21);
  await locate(near, seoul);
  await enter(near);
  await pooled(server, 2);
  await locate(late, seoul);
  assertEquals(await metName(late), "other");
  await sound(server);
});

Deno.test("a new location of someone who waits counts at once", async () => {
  await using server = await testServer();
  const [one, other] = await named(server, "one", "other");
  await buy(server, one);
  await wants(one, { radiusKm: 10 });
  await locate(other, seoul);
  await inOrder([one, other]);
  await pooled(server, 2);
  await locate(one, seoul);
  assertEquals(await metName(other), "one");
});

Deno.test("the longest wait is over first", async () => {
  await using server = await testServer();
  const waiting = await men(server, "first", "second", "third");
  await inOrder(waiting);
  await pooled(server, 3);
  for (const expected of ["first", "second", "third"]) {
    const [someone] = await named(server, { name: `for ${expected}`, gender: "female" });
    assertEquals(await metName(someone), expected);
  }
});

Deno.test("it is not always the same pair: of four people everyone meets everyone", async () => {
  await using server = await testServer();
  const people = await named(server, "a", "b", "c", "d");
  const pairs = new Set<string>();
  await Promise.all(people.map(async (someone) => {
    while (pairs.size < 6) {
      const answer = await someone.get("/api/match/random/?wait=1");
      if (answer.status !== 200) continue;
      const { match_id, matched_user } = offerOf(answer);
      pairs.add([someone.name, matched_user.username].sort().join());
      await decide(someone, match_id, "reject");
    }
  }));
  const offers = await eventsOf(server.system, "MatchOffered");
  assertEquals(offers.length, 6);
  await sound(server);
});

Deno.test("conditions cost what they cost, once, with the match", async () => {
  await using server = await testServer();
  const [one, other] = await named(server, "one", { name: "other", gender: "female" });
  await buy(server, one);
  await wants(one, { gender: "female", ages: [20, 30], radiusKm: 50 });
  await locate(one, seoul);
  await locate(other, seoul);
  for (let n = 0; n < 5; n++) {
    const [friend] = await named(server, { name: `friend ${n}`, gender: "female" });
    await locate(friend, seoul);
    const call_session_id = await callOf(one, await matched(one, friend));
    await one.post("/api/call/end/", { call_session_id });
    assertEquals(await gemsOf(one), 100 - 20 * (n + 1));
  }
  assertEquals(codeOf(await one.get("/api/match/random/")), "402 gems.not_enough");
  await wants(one, {});
  await matched(one, other);
  assertEquals([await gemsOf(one), await gemsOf(other)], [0, 0]);
  await sound(server);
});

Deno.test("who cannot pay any more at the accept leaves the queue, the other returns to it", async () => {
  await using server = await testServer();
  const [poor, other] = await named(server, "poor", { name: "other", gender: "female" });
  const transactionId = crypto.randomUUID();
  const payment_token = await paymentToken(server, "gems_100", transactionId);
  await poor.post("/api/gem/charge/", { payment_token });
  await wants(poor, { gender: "female" });
  await enter(poor);
  const { match_id } = await offered(other);
  const [key] = server.system.secrets.jwtKeys;
  const signedPayload = await developmentToken(key, { transactionId, productId: "gems_100", kind: "refund" });
  const refunded = await send(server, "POST", "/api/gem/refunds/development/", { signedPayload });
  assertEquals([refunded.status, await gemsOf(poor)], [200, 0]);
  assertEquals(await Promise.all([decide(poor, match_id, "accept"), decide(other, match_id, "accept")]), [
    "next",
    "next",
  ]);
  assertEquals([await isMatching(poor), await isMatching(other)], [false, true]);
  await sound(server);
});

Deno.test("a match whose call nobody starts in 60 s lapses, and the gems come back", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other] = await named(server, "one", { name: "other", gender: "female" });
  await buy(server, one);
  await wants(one, { gender: "female" });
  const match_id = await matched(one, other);
  assertEquals(await gemsOf(one), 90);
  clock.advance(60);
  await eventually(async () => await gemsOf(one) === 100);
  assertEquals(codeOf(await one.post("/api/call/start/", { match_id })), "409 match.lapsed");
  const { body } = await one.get("/api/gem/transactions/?limit=1");
  const [entry] = z.array(z.looseObject({ amount: z.int(), reason: z.string() })).parse(body);
  assertEquals([entry.amount, entry.reason], [10, "refund"]);
  await enter(other);
  await sound(server);
});

Deno.test("a call of two without sockets that nobody ends is ended after 2 h", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other] = await named(server, "one", "other");
  await callOf(one, await matched(one, other));
  clock.advance(2 * 3600);
  const [ended] = await eventually(async () => {
    const events = await eventsOf(server.system, "CallEnded");
    return events.length > 0 ? events : undefined;
  });
  assertEquals(ended.data.reason, "too_long");
  assert(ended.data.durationSec >= 7200 && ended.data.durationSec < 7260);
  await enter(await one.refreshed());
  await sound(server);
});

Deno.test("a server that stops does not settle what it does not know", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [one, two] = await named(server, "one", "two");
  await enter(one);
  const { match_id } = await offered(two);
  const accept = { match_id, decision: "accept" };
  const first = one.at(other).post("/api/match/decision/", accept);
  await eventually(async () => (await eventsOf(server.system, "MatchAccepted")).length > 0);
  const stopped = other.stop();
  assertEquals(codeOf(await first), "503 server.busy");
  assertEquals(await decide(two, match_id, "accept"), "matched");
  assertEquals(await decide(one, match_id, "accept"), "matched");
  await stopped;
});
