import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { ProfileChanged } from "../../events/accounts.ts";
import {
  BirthDateCorrected,
  RecommendationsAdded,
  RecommendationsDrawn,
  SajuProfileChanged,
} from "../../events/saju.ts";
import { projections } from "../../src/apps.ts";
import { changeSajuProfile } from "../../src/saju/change_saju_profile.ts";
import { score } from "../../src/saju/compatibility.ts";
import { drawRecommendations } from "../../src/saju/draw_recommendations.ts";
import { mayBeShown, shownScore } from "../../src/saju/explain_crowd.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { codeOf } from "../support/client.ts";
import { at, given, noon } from "../support/given.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { asked, dater as daterOf, withdrawn } from "./facts.ts";
import { ask, askedAs, type Dater, dater, daters, idsRecommendedTo, loggedIn, recommendedTo } from "./house.ts";

const wrong = "1996-05-04";
const right = "1996-05-14";
const born = (birthDate: string) => {
  const pillars = pillarsOf({ birthDate, birthTime: null });
  if (!pillars) throw new Error(`${birthDate} has no pillars.`);
  return pillars;
};
const chartOf = (birthDate: string) => [born(birthDate)].map(({ year, month, day }) => year + month + day)[0];
const correction = [
  ProfileChanged({ userId: 1, birthDate: right }),
  SajuProfileChanged({ userId: 1, pillars: born(right), changedAt: at(0) }),
  BirthDateCorrected({ userId: 1, correctedAt: at(0) }),
];
const otherOf = (birthDate: string) => ({ ...born(birthDate), birthYear: Number(birthDate.slice(0, 4)) });
const day = 24 * 3600;
const fixed = "profile.birth_date_fixed";

Deno.test("a birth date is corrected once, within 24 hours of its first entry and before anybody was asked", () => {
  const correct = { birthDate: right };
  given(...daterOf(1)).when(changeSajuProfile, correct, { me: 1 }).then(...correction);
  // she registered a while before
  const lastSec = day - 1000 - 1;
  given(...daterOf(1)).when(changeSajuProfile, correct, { me: 1, atSec: lastSec }).then(
    correction[0],
    SajuProfileChanged({ userId: 1, pillars: born(right), changedAt: at(lastSec) }),
    BirthDateCorrected({ userId: 1, correctedAt: at(lastSec) }),
  );
  given(...daterOf(1)).when(changeSajuProfile, correct, { me: 1, atSec: lastSec + 1 }).refuses(fixed);
  given(...daterOf(1), ...correction).when(changeSajuProfile, { birthDate: wrong }, { me: 1 }).refuses(fixed);
  given(...daterOf(1), ...correction).when(changeSajuProfile, correct, { me: 1 }).then();
  for (const facts of [[asked(60)], [asked(60), withdrawn]]) {
    for (const me of [1, 2]) {
      given(...daterOf(1), ...daterOf(2), ...facts).when(changeSajuProfile, correct, { me }).refuses(fixed);
    }
  }
  given(...daterOf(1)).when(changeSajuProfile, { birthDate: "2015-05-05" }, { me: 1 }).refuses("account.too_young");
});

Deno.test("a birth time that changes the pillars which count is a correction, too", () => {
  // the month of saju begins on this day
  const [turning, birthTime] = ["1996-05-05", "23:50"];
  const facts = daterOf(1, { birthDate: turning });
  const pillars = pillarsOf({ birthDate: turning, birthTime });
  given(...facts).when(changeSajuProfile, { birthTime }, { me: 1 }).then(
    SajuProfileChanged({ userId: 1, birthTime, pillars, changedAt: at(0) }),
    BirthDateCorrected({ userId: 1, correctedAt: at(0) }),
  );
  given(...facts, asked(60)).when(changeSajuProfile, { birthTime }, { me: 1 }).refuses(fixed);
});

Deno.test("a list drawn by the wrong date is void, and no more are drawn by it", () => {
  const list = { day: "2026-03-01", people: [{ userId: 2, newcomer: false }] };
  const drawn = RecommendationsDrawn({ userId: 1, rules: "saju_v1", ...list });
  const draw = (birthDate: string) =>
    given(...daterOf(1), ...daterOf(2), drawn, ...correction)
      .when(drawRecommendations, { ...list, chart: chartOf(birthDate) }, { me: 1 });
  draw(wrong).then();
  draw(right).then(RecommendationsAdded({ userId: 1, rules: "saju_v1", ...list }));
});

/** What the page shows of a person's birth. */
async function birthOf(someone: Dater) {
  const { birth_date, can_correct_birth_date } = (await someone.get("/api/users/me")).body as {
    birth_date: string;
    can_correct_birth_date: boolean;
  };
  return [birth_date, can_correct_birth_date];
}

async function caughtUp({ system: { log, registry } }: TestServer): Promise<void> {
  assert(await registry.seen(projections, await log.head(), 20_000));
}

Deno.test("after a correction there is a new list of the day by the right date, and the old list's people are not known", async () => {
  let now = noon;
  await using server = await testServer({ now: () => now });
  const mina = await dater(server, { name: "mina", birth_date: wrong });
  const men = await daters(
    server,
    Array.from({ length: 30 }, (_, n) => ({
      name: `m${n}`,
      gender: "male" as const,
      birth_date: `19${90 + n % 10}-0${1 + n % 9}-1${n % 10}`,
    })),
  );
  const bornOn = new Map(men.map(({ id }, n) => [id, `19${90 + n % 10}-0${1 + n % 9}-1${n % 10}`]));
  const before = await idsRecommendedTo(mina);
  assertEquals([before.length, ...await birthOf(mina)], [10, wrong, true]);

  assertEquals((await mina.put("/api/users/me", { birth_date: right })).status, 200);
  assertEquals(await birthOf(mina), [right, false]);
  await caughtUp(server);
  // none of them was asked, and none of them can be
  assertEquals(codeOf(await mina.post("/api/matches/request", { receiver_id: before[0] })), "404 account.unknown");
  assertEquals(codeOf(await mina.get(`/api/matches/${before[0]}/compatibility`)), "404 account.unknown");
  const after = await recommendedTo(mina);
  assertEquals(after.length, 10);
  for (const { user_id, compatibility_score } of after) {
    assert(!before.includes(user_id), "one other person at two birth dates tells too much of them");
    assertEquals(compatibility_score, shownScore(score(born(right), born(bornOn.get(user_id)!))));
  }
  assertEquals(await recommendedTo(mina), after, "the same all day");
  assertEquals(codeOf(await mina.put("/api/users/me", { birth_date: wrong })), `409 ${fixed}`);

  const sora = await dater(server, { name: "sora", birth_date: wrong });
  assertEquals(await birthOf(sora), [wrong, true]);
  now = new Date(noon.getTime() + day * 1000);
  const later = await loggedIn(server, sora);
  assertEquals(await birthOf(later), [wrong, false]);
  assertEquals(codeOf(await later.put("/api/users/me", { birth_date: right })), `409 ${fixed}`);
  await assertSound(server.system);
});

Deno.test("if there is nobody else, the same people are shown again; others see the score by the right date", async () => {
  await using server = await testServer({ now: () => noon });
  const [mina, jun] = await daters(server, [
    { name: "mina", birth_date: wrong },
    { name: "jun", gender: "male", birth_date: "1994-11-20" },
  ]);
  const [first, his] = [await recommendedTo(mina), await recommendedTo(jun)];
  assertEquals([first.map(({ user_id }) => user_id), his.map(({ user_id }) => user_id)], [[jun.id], [mina.id]]);
  assertEquals((await mina.put("/api/users/me", { birth_date: "1990-05-15" })).status, 200);
  await caughtUp(server);
  const exact = score(born("1990-05-15"), born("1994-11-20"));
  const [again] = await recommendedTo(mina);
  const [seen] = await recommendedTo(jun);
  assertEquals([again.user_id, again.compatibility_score], [jun.id, shownScore(exact)]);
  assertEquals([seen.user_id, seen.compatibility_score, seen.age], [mina.id, shownScore(exact), his[0].age + 6]);
  const asked = await ask(mina, jun);
  assertEquals(codeOf(await jun.put("/api/users/me", { birth_date: "1994-11-21" })), `409 ${fixed}`);
  assertEquals(askedAs(await jun.post(`/api/matches/${asked}/accept`)).status, "matched");
  await assertSound(server.system);
});

Deno.test("a correction and a request at the same instant, on two processes: the score goes by the date that stands", async () => {
  const times = 20;
  await using server = await testServer({ now: () => noon, config: { RECOMMENDATIONS_PER_DAY: String(times) } });
  await using other = await server.another();
  const women = await daters(server, Array.from({ length: times }, (_, n) => ({ name: `w${n}`, birth_date: wrong })));
  // somebody who may be shown her by either date
  const his = Array.from({ length: 28 }, (_, n) => `1994-02-${String(n + 1).padStart(2, "0")}`)
    .find((date) => [wrong, right].every((hers) => mayBeShown(otherOf(hers), otherOf(date))));
  assert(his);
  let corrected = 0;
  for (const [n, woman] of women.entries()) {
    const [man] = await daters(server, [{ name: `m${n}`, gender: "male", birth_date: his }]);
    assert((await idsRecommendedTo(man)).includes(woman.id));
    const [correcting, asking] = await Promise.all([
      woman.put("/api/users/me", { birth_date: right }),
      man.at(other).post("/api/matches/request", { receiver_id: woman.id }),
    ]);
    assertEquals(asking.status, 201);
    assertEquals([200, 409].includes(correcting.status), true, codeOf(correcting));
    if (correcting.status === 200) corrected++;
    const requests = await eventsOf(server.system, "IntroductionRequested");
    const exact = score(born(correcting.status === 200 ? right : wrong), born(his));
    assertEquals(requests.at(-1)?.data.score, shownScore(exact));
  }
  console.log(`${corrected} of ${times} times the correction came first`);
  await assertSound(server.system);
});

Deno.test("corrections, looks and looks of others at the same instant, on two processes: one correction, sound lists", async () => {
  await using server = await testServer({ now: () => noon });
  await using other = await server.another();
  const women = await daters(server, Array.from({ length: 8 }, (_, n) => ({ name: `w${n}`, birth_date: wrong })));
  await daters(
    server,
    Array.from({ length: 25 }, (_, n) => ({
      name: `m${n}`,
      gender: "male" as const,
      birth_date: `19${90 + n % 10}-0${1 + n % 9}-1${n % 10}`,
    })),
  );
  for (const woman of women) {
    const dates = [right, "1996-05-24"];
    const [one, two, ...looks] = await Promise.all([
      woman.put("/api/users/me", { birth_date: dates[0] }),
      woman.at(other).put("/api/users/me", { birth_date: dates[1] }),
      ...Array.from({ length: 4 }, (_, n) => (n % 2 ? woman : woman.at(other)).get("/api/matches/recommendations")),
    ]);
    assertEquals([one.status, two.status].sort(), [200, 409]);
    assertEquals(looks.map(({ status }) => status), [200, 200, 200, 200]);
    await caughtUp(server);
    const [birthDate] = await birthOf(woman);
    assertEquals(birthDate, dates[one.status === 200 ? 0 : 1]);
    assertEquals(await recommendedTo(woman).then((list) => list.length), 10);
  }
  assertNotEquals((await eventsOf(server.system, "RecommendationsDrawn")).length, 0);
  assertEquals((await eventsOf(server.system, "BirthDateCorrected")).length, women.length);
  await assertSound(server.system);
});
