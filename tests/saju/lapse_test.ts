import { assert, assertEquals } from "@std/assert";
import { IntroductionLapsed, IntroductionRequested } from "../../events/saju.ts";
import { acceptIntroduction } from "../../src/saju/accept_introduction.ts";
import { declineIntroduction } from "../../src/saju/decline_introduction.ts";
import { lapseIntroduction } from "../../src/saju/lapse_introduction.ts";
import { requestIntroduction } from "../../src/saju/request_introduction.ts";
import { withdrawIntroduction } from "../../src/saju/withdraw_introduction.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { codeOf } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { at, given } from "../support/given.ts";
import { serverOn, testClock, testInstallation, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { accepted, asked, dater as daterOf, declined, lapsed, withdrawn } from "./facts.ts";
import { ask, dater, daters, idsRecommendedTo, loggedIn, requestsOf } from "./house.ts";

const both = [...daterOf(1), ...daterOf(2, { gender: "male", birthDate: "1994-11-20" })];
const twoWeeks = 14 * 24 * 3600;

Deno.test("a request without an answer lapses after 14 days and not before; an answer stands", () => {
  const lapse = (...facts: Parameters<typeof given>) => given(...both, asked(60), ...facts);
  const late = { me: SYSTEM, atSec: twoWeeks };
  lapse().when(lapseIntroduction, { introductionId: 3 }, late)
    .then(IntroductionLapsed({ introductionId: 3, requesterId: 1, receiverId: 2, lapsedAt: at(twoWeeks) }));
  lapse().when(lapseIntroduction, { introductionId: 3 }, { me: SYSTEM, atSec: twoWeeks - 1 }).then();
  for (const end of [accepted(8), declined, withdrawn, lapsed]) {
    lapse(end).when(lapseIntroduction, { introductionId: 3 }, late).then();
  }
  given(...both).when(lapseIntroduction, { introductionId: 3 }, late).then();
});

Deno.test("a request that was made before requests lapsed does so 14 days after it was made", () => {
  const { lapsesAt: _, ...data } = asked(60).data;
  assertEquals(IntroductionRequested.upcasters[1](data), asked(60).data);
});

Deno.test("an overdue request cannot be answered, even before its lapse is recorded", () => {
  for (const facts of [[...both, asked(60)], [...both, asked(60), lapsed]]) {
    const late = given(...facts);
    const request = { match_id: 3 };
    late.when(acceptIntroduction, request, { me: 2, atSec: twoWeeks }).refuses("introduction.not_open");
    late.when(declineIntroduction, request, { me: 2, atSec: twoWeeks }).refuses("introduction.not_open");
    late.when(withdrawIntroduction, request, { me: 1, atSec: twoWeeks }).refuses("introduction.not_open");
    late.when(requestIntroduction, { receiver_id: 1 }, { me: 2, atSec: twoWeeks }).refuses("introduction.exists");
    late.when(requestIntroduction, { receiver_id: 2 }, { me: 1, atSec: twoWeeks }).refuses("introduction.exists");
  }
});

Deno.test("a deadline survives restarts, and both are told when it comes", async () => {
  const clock = testClock();
  await using place = await testInstallation();
  let match_id: number;
  const people = { mina: { name: "mina" }, jun: { name: "jun", gender: "male" as const } };
  const ids: Record<string, { id: number; email: string }> = {};
  {
    await using first = await serverOn(place, { now: clock.now });
    const [mina, jun] = [await dater(first, people.mina), await dater(first, people.jun)];
    await idsRecommendedTo(mina);
    match_id = await ask(mina, jun);
    for (const { name, id, email } of [mina, jun]) ids[name] = { id, email };
  }
  clock.advance(twoWeeks - 3600);
  await using server = await serverOn(place, { now: clock.now });
  const mina = await loggedIn(server, { name: "mina", ...ids.mina });
  assertEquals((await requestsOf(mina)).map(({ status }) => status), ["requested"], "an hour is left");
  clock.advance(3600);
  const [later, jun] = [
    await loggedIn(server, { name: "mina", ...ids.mina }),
    await loggedIn(server, { name: "jun", ...ids.jun }),
  ];
  await eventually(async () => (await requestsOf(later))[0].status === "lapsed");
  assertEquals((await requestsOf(jun)).map(({ status }) => status), ["lapsed"]);
  assertEquals(codeOf(await jun.post(`/api/matches/${match_id}/accept`)), "409 introduction.not_open");
  assertEquals(codeOf(await later.del(`/api/matches/${match_id}`)), "409 introduction.not_open");
  assertEquals((await eventsOf(server.system, "IntroductionLapsed")).length, 1);
  const { body } = await later.get("/api/users/me/export");
  assert(JSON.stringify(body).includes(`"type":"IntroductionLapsed","data":{"introductionId":${match_id}`));
  await assertSound(server.system);
});

Deno.test("the frames of a lapse", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [mina, jun] = [await dater(server, { name: "mina" }), await dater(server, { name: "jun", gender: "male" })];
  await idsRecommendedTo(mina);
  const match_id = await ask(mina, jun);
  clock.advance(twoWeeks - 60);
  await using hers = await openSocket(server, await loggedIn(server, mina));
  await using his = await openSocket(server, await loggedIn(server, jun));
  await Promise.all([hers.ask("ping"), his.ask("ping")]);
  clock.advance(60);
  assertEquals((await hers.next("introduction.lapsed")).data, { match_id, user_id: jun.id });
  assertEquals((await his.next("introduction.lapsed")).data, { match_id, user_id: mina.id });
});

Deno.test("of a last-second yes and a lapse by a fast clock, on two processes, one wins", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  // this one does not lead: the first does
  await using ahead = await server.another({ now: () => new Date(clock.now().getTime() + twoWeeks * 1000) });
  const [jun, ...women] = await daters(server, [
    { name: "jun", gender: "male" },
    ...Array.from({ length: 20 }, (_, n) => ({ name: `w${n}` })),
  ]);
  const asker = { me: SYSTEM, correlationId: "test" };
  for (const woman of women) {
    await idsRecommendedTo(woman);
    const match_id = await ask(woman, jun);
    const [answer] = await Promise.all([
      jun.post(`/api/matches/${match_id}/accept`),
      ahead.system.run(lapseIntroduction, { introductionId: match_id }, asker),
    ]);
    const lapses = await eventsOf(server.system, "IntroductionLapsed");
    const isLapsed = lapses.some(({ data }) => data.introductionId === match_id);
    assertEquals(answer.status, isLapsed ? 409 : 200);
  }
  const yes = (await eventsOf(server.system, "IntroductionAccepted")).length;
  const lapses = (await eventsOf(server.system, "IntroductionLapsed")).length;
  console.log(`${yes} times the yes came first, ${lapses} times the lapse`);
  assertEquals(yes + lapses, women.length);
  await assertSound(server.system);
});
