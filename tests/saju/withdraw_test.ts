import { assert, assertEquals } from "@std/assert";
import { PersonBlocked } from "../../events/safety.ts";
import { IntroductionWithdrawn } from "../../events/saju.ts";
import { projections } from "../../src/apps.ts";
import { acceptIntroduction } from "../../src/saju/accept_introduction.ts";
import { declineIntroduction } from "../../src/saju/decline_introduction.ts";
import { requestIntroduction } from "../../src/saju/request_introduction.ts";
import { withdrawIntroduction } from "../../src/saju/withdraw_introduction.ts";
import { block } from "../safety/house.ts";
import { codeOf } from "../support/client.ts";
import { at, given } from "../support/given.ts";
import { testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { accepted, asked, dater, declined, lapsed, withdrawn } from "./facts.ts";
import { ask, askedAs, daters, idsRecommendedTo, requestsOf, sheAndTwoMen } from "./house.ts";

const both = [...dater(1), ...dater(2, { gender: "male", birthDate: "1994-11-20" })];

const blocked = PersonBlocked({
  ...{ blockId: 5, blockerId: 2, blockedId: 1 },
  ...{ met: { kind: "user", id: 1 }, blockedAt: at(0) },
});

Deno.test("the person who asked withdraws while nobody has answered, once", () => {
  const facts = [...both, ...dater(4), asked(60)];
  const taken = given(...facts).when(withdrawIntroduction, { match_id: 3 }, { me: 1 });
  taken.then(IntroductionWithdrawn({ introductionId: 3, requesterId: 1, receiverId: 2, withdrawnAt: at(0) }));
  taken.answers({ match_id: 3, status: "withdrawn" });
  given(...facts, withdrawn).when(withdrawIntroduction, { match_id: 3 }, { me: 1 }).then();
  given(...facts).when(withdrawIntroduction, { match_id: 3 }, { me: 2 }).refuses("introduction.not_requester");
  given(...facts).when(withdrawIntroduction, { match_id: 3 }, { me: 4 }).refuses("introduction.unknown");
  given(...facts).when(withdrawIntroduction, { match_id: 7 }, { me: 1 }).refuses("introduction.unknown");
  // also past a block
  given(...facts, blocked).when(withdrawIntroduction, { match_id: 3 }, { me: 1 })
    .then(IntroductionWithdrawn({ introductionId: 3, requesterId: 1, receiverId: 2, withdrawnAt: at(0) }));
  for (const decision of [accepted(8), declined, lapsed]) {
    given(...facts, decision).when(withdrawIntroduction, { match_id: 3 }, { me: 1 }).refuses("introduction.not_open");
  }
});

Deno.test("a request that was withdrawn is neither accepted nor declined nor made again, by either of the two", () => {
  const facts = [...both, asked(60), withdrawn];
  given(...facts).when(acceptIntroduction, { match_id: 3 }, { me: 2 }).refuses("introduction.not_open");
  given(...facts).when(declineIntroduction, { match_id: 3 }, { me: 2 }).refuses("introduction.not_open");
  given(...facts).when(requestIntroduction, { receiver_id: 2 }, { me: 1 }).refuses("introduction.exists");
  given(...facts).when(requestIntroduction, { receiver_id: 1 }, { me: 2 }).refuses("introduction.exists");
});

Deno.test("DELETE /api/matches/{match_id} withdraws: both are told, see it so, and the other can still block", async () => {
  await using server = await testServer();
  const [mina, jun, ho] = await sheAndTwoMen(server);
  await idsRecommendedTo(mina);
  await idsRecommendedTo(jun);
  await using hers = await openSocket(server, mina);
  await using his = await openSocket(server, jun);
  await Promise.all([hers.ask("ping"), his.ask("ping")]);
  const match_id = await ask(mina, jun);
  const path = `/api/matches/${match_id}`;
  assertEquals(codeOf(await jun.del(path)), "403 introduction.not_requester");
  assertEquals(codeOf(await ho.del(path)), "404 introduction.unknown");
  assertEquals(codeOf(await mina.del("/api/matches/x")), "422 request.invalid");

  const taken = await mina.del(path);
  assertEquals([taken.status, askedAs(taken)], [200, { match_id, status: "withdrawn" }]);
  assertEquals(askedAs(await mina.del(`${path}/`)), { match_id, status: "withdrawn" }, "twice is harmless");
  assertEquals((await hers.next("introduction.withdrawn")).data, { match_id, user_id: jun.id });
  assertEquals((await his.next("introduction.withdrawn")).data, { match_id, user_id: mina.id });
  assertEquals(codeOf(await jun.post(`${path}/accept`)), "409 introduction.not_open");
  assertEquals(codeOf(await jun.post(`${path}/decline`)), "409 introduction.not_open");
  for (const [one, other] of [[mina, jun], [jun, mina]]) {
    const again = await one.post("/api/matches/request", { receiver_id: other.id });
    assertEquals(codeOf(again), "409 introduction.exists");
    assertEquals((await idsRecommendedTo(one)).includes(other.id), false);
  }

  const { log, registry } = server.system;
  assert(await registry.seen(projections, await log.head(), 20_000));
  for (const someone of [mina, jun]) {
    assertEquals((await requestsOf(someone)).map(({ status }) => status), ["withdrawn"]);
    assertEquals((await requestsOf(someone, "?status=withdrawn")).length, 1);
    assertEquals(await requestsOf(someone, "?status=requested"), []);
    const { body } = await someone.get("/api/sync");
    assertEquals((body as { introductions: unknown }).introductions, []);
  }
  const { body: exported } = await mina.get("/api/users/me/export");
  assert(JSON.stringify(exported).includes(`"type":"IntroductionWithdrawn","data":{"introductionId":${match_id}`));
  await block(jun, { user_id: mina.id });
  assertEquals(await requestsOf(mina), []);
  await assertSound(server.system);
});

Deno.test("a request that came to nothing is not listed once the other is gone", async () => {
  await using server = await testServer();
  const [mina, jun] = await daters(server, [{ name: "mina" }, { name: "jun", gender: "male" }]);
  await idsRecommendedTo(mina);
  assertEquals((await mina.del(`/api/matches/${await ask(mina, jun)}`)).status, 200);
  assertEquals((await jun.post("/api/users/me/erase")).status, 200);
  const { log, registry } = server.system;
  assert(await registry.seen(projections, await log.head(), 20_000));
  assertEquals(await requestsOf(mina), []);
});

Deno.test("a yes and a withdrawal at the same instant, on two processes: one of them", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [jun, ...women] = await daters(server, [
    { name: "jun", gender: "male" },
    ...Array.from({ length: 20 }, (_, n) => ({ name: `w${n}` })),
  ]);
  for (const woman of women) {
    assertEquals(await idsRecommendedTo(woman), [jun.id]);
    const match_id = await ask(woman, jun);
    const answers = await Promise.all([
      jun.post(`/api/matches/${match_id}/accept`),
      woman.at(other).del(`/api/matches/${match_id}`),
    ]);
    assertEquals(answers.map(({ status }) => status).sort(), [200, 409]);
  }
  const [yes, withdrawals] = await Promise.all([
    eventsOf(server.system, "IntroductionAccepted"),
    eventsOf(server.system, "IntroductionWithdrawn"),
  ]);
  assertEquals(yes.length + withdrawals.length, women.length);
  await assertSound(server.system);
});
