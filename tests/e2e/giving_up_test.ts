import { assert, assertEquals } from "@std/assert";
import { developmentToken } from "../../src/gems/payments/development.ts";
import {
  buy,
  callOf,
  codeOf,
  crowd,
  enter,
  gemsOf,
  idle,
  matched,
  offered,
  paymentToken,
  type Person,
  send,
  wants,
} from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const cancelled = { status: 200, body: { message: "매칭 상태가 해제되었습니다." } };
const cancel = async (someone: Person) => {
  const { status, body } = await someone.post("/api/match/cancel/");
  assertEquals({ status, body }, cancelled);
};
const free = { REMATCH_COOLDOWN_SEC: "0" };

Deno.test("cancelling after matched gives the match up: gems go back to both, both are told, both are free", async (t) => {
  await using server = await testServer({ config: free });
  const [mina, jun] = await crowd(server, [{ name: "mina", gender: "female" }, { name: "jun" }]);
  await buy(server, mina);
  await buy(server, jun);
  await wants(mina, { gender: "male" });
  await wants(jun, { ages: [20, 30] });
  await using here = await openSocket(server, mina);
  await using there = await openSocket(server, jun);
  await Promise.all([here.ask("ping"), there.ask("ping")]);

  const meet = async () => {
    const match_id = await matched(mina, jun);
    assertEquals([await gemsOf(mina), await gemsOf(jun)], [90, 95]);
    return match_id;
  };
  const isOver = async (match_id: number) => {
    assertEquals((await here.next("match.cancelled")).data, { match_id, reason: "cancelled" });
    assertEquals((await there.next("match.cancelled")).data, { match_id, reason: "ended" });
    assertEquals([await gemsOf(mina), await gemsOf(jun)], [100, 100]);
    for (const someone of [mina, jun]) {
      assertEquals(codeOf(await someone.post("/api/call/start/", { match_id })), "409 match.lapsed");
    }
  };
  await t.step("over REST, twice", async () => {
    const match_id = await meet();
    await cancel(mina);
    await cancel(mina);
    await isOver(match_id);
  });
  await t.step("over the socket", async () => {
    const match_id = await meet();
    assertEquals((await here.ask("match.cancel")).data, cancelled.body);
    await isOver(match_id);
  });
  await t.step("in a call it does nothing", async () => {
    const call_session_id = await callOf(jun, await meet());
    await cancel(mina);
    assertEquals((await eventsOf(server.system, "CallEnded")).length, 0);
    assertEquals((await jun.post("/api/call/end/", { call_session_id })).status, 200);
  });
  await assertSound(server.system);
});

Deno.test("a start and a cancel at the same instant come to one outcome, on two servers", async () => {
  await using server = await testServer({ config: free });
  await using other = await server.another();
  const people = await crowd(server, Array.from({ length: 8 }, (_, n) => ({ name: `person ${n}` })));
  let started = 0, givenUp = 0;
  for (let round = 0; round < 40; round++) {
    const [one, two] = [people[round % 8], people[(round + 3) % 8]];
    const match_id = await matched(one, two);
    const [start] = await Promise.all([
      two.at(other).post("/api/call/start/", { match_id }),
      cancel(one),
      ...(round % 2 ? [cancel(two)] : []),
    ]);
    if (start.status === 200) {
      started++;
      const { call_session_id } = start.body as { call_session_id: string };
      assertEquals((await one.post("/api/call/end/", { call_session_id })).status, 200);
    } else {
      assertEquals(codeOf(start), "409 match.lapsed");
      givenUp++;
    }
  }
  assertEquals(started + givenUp, 40);
  assertEquals((await eventsOf(server.system, "CallStarted")).length, started);
  assertEquals((await eventsOf(server.system, "MatchLapsed")).length, givenUp);
  await assertSound(server.system);
});

/** Takes a payment back that someone was credited for. */
async function refund(server: TestServer, transactionId: string): Promise<void> {
  const [key] = server.system.secrets.jwtKeys;
  const signedPayload = await developmentToken(key, { transactionId, productId: "gems_100", kind: "refund" });
  const { status } = await send(server, "POST", "/api/gem/refunds/development/", { signedPayload });
  assertEquals(status, 200);
}

Deno.test("someone who can no longer pay when an offer is made leaves the queue and costs nobody a turn", async (t) => {
  await using server = await testServer();
  const [mina, jun, sora] = await crowd(server, [
    { name: "mina", gender: "female" },
    { name: "jun" },
    { name: "sora", gender: "female" },
  ]);
  const payment_token = await paymentToken(server, "gems_100", "mina's");
  assertEquals((await mina.post("/api/gem/charge/", { payment_token })).status, 200);
  await wants(mina, { gender: "male" });
  await enter(mina);
  await using socket = await openSocket(server, mina);
  await socket.ask("ping");
  await refund(server, "mina's");

  await t.step("the other is shown whoever is next", async () => {
    const waiting = offered(jun);
    assertEquals((await socket.next("match.cancelled")).data, { reason: "gems" });
    const [shown] = await Promise.all([waiting, offered(sora)]);
    assertEquals(shown.matched_user.username, "sora");
    await idle(mina);
  });
  await t.step("a poll is 402, and with a debt too", async () => {
    assertEquals(codeOf(await mina.get("/api/match/random/?wait=0")), "402 gems.not_enough");
    const again = await paymentToken(server, "gems_100", "spent");
    assertEquals((await mina.post("/api/gem/charge/", { payment_token: again })).status, 200);
  });
  await t.step("conditions that became dearer end the wait of a poll with 402", async () => {
    await enter(mina);
    const polling = mina.get("/api/match/random/?wait=50");
    await refund(server, "spent");
    const left = await mina.get("/api/match/random/?wait=0");
    assertEquals([codeOf(left), codeOf(await polling)], ["402 gems.not_enough", "402 gems.not_enough"]);
  });
  const offers = await eventsOf(server.system, "MatchOffered");
  assert(offers.length === 1, `${offers.length} offers were made, one of them to somebody who could not pay`);
  await assertSound(server.system);
});
