import { assert, assertEquals } from "@std/assert";
import { RecommendationsDrawn } from "../../events/saju.ts";
import { recommendations } from "../../projections/saju/recommendations.ts";
import { codeOf, crowd } from "../support/client.ts";
import { noon } from "../support/given.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { askedAs, type Dater, daters, recommendedTo } from "./house.ts";

const times = 200;
const atOnce = 20;

/** The two of each pair were recommended each other. */
async function recommendAll(server: TestServer, pairs: readonly [Dater, Dater][]): Promise<void> {
  const { log, registry } = server.system;
  const both = pairs.flatMap(([a, b]) => [{ viewer: a.id, other: b.id }, { viewer: b.id, other: a.id }]);
  const lists = [...Map.groupBy(both, ({ viewer }) => viewer)].map(([userId, shown]) =>
    RecommendationsDrawn({
      ...{ userId, day: "2026-03-01", rules: "saju_v1" },
      people: shown.map(({ other }) => ({ userId: other, newcomer: false })),
    })
  );
  await log.append({ events: lists, guards: [], meta: { actor: null, correlationId: "test", app: "saju" } });
  assert(await registry.seen([recommendations], await log.head(), 20_000));
}

Deno.test(`two people asking each other at the same instant on two processes, ${times} times: one match, one chat`, async () => {
  await using server = await testServer();
  await using other = await server.another();
  const abouts = Array.from({ length: times }, (_, n) => n);
  const women = await daters(server, abouts.map((n) => ({ name: `w${n}` })));
  const men = await daters(server, abouts.map((n) => ({ name: `m${n}`, gender: "male" })));
  const pairs = women.map((woman, n): [Dater, Dater] => [woman, men[n]]);
  await recommendAll(server, pairs);

  let crossed = 0;
  for (let n = 0; n < times; n += atOnce) {
    await Promise.all(
      pairs.slice(n, n + atOnce).map(async ([woman, man]) => {
        const answers = await Promise.all([
          woman.post("/api/matches/request", { receiver_id: man.id }),
          man.at(other).post("/api/matches/request", { receiver_id: woman.id }),
        ]);
        assertEquals(answers.map(({ status }) => status), [201, 201]);
        const [first, second] = answers.map(askedAs).sort((a, b) => (a.chat_id ?? 0) - (b.chat_id ?? 0));
        assertEquals([first.status, second.status], ["requested", "matched"]);
        assertEquals(first.match_id, second.match_id);
        if (askedAs(answers[0]).status === "matched") crossed++;
      }),
    );
  }
  console.log(`${crossed} of ${times} times the second to be sent was the first`);
  const opened = (await eventsOf(server.system, "ChatOpened")).map(({ data }) => data.userIds.join());
  assertEquals(opened.length, times);
  assertEquals(new Set(opened).size, times, "a chat each");
  assertEquals((await eventsOf(server.system, "IntroductionRequested")).length, times);
  assertEquals((await eventsOf(server.system, "IntroductionAccepted")).length, times);
  await assertSound(server.system);
});

Deno.test("a yes and a no at the same instant: one of them", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [jun, ...women] = await daters(server, [
    { name: "jun", gender: "male" },
    ...Array.from({ length: 20 }, (_, n) => ({ name: `w${n}` })),
  ]);
  await recommendAll(server, women.map((woman) => [woman, jun]));
  for (const woman of women) {
    const { match_id } = askedAs(await woman.post("/api/matches/request", { receiver_id: jun.id }));
    const answers = await Promise.all([
      jun.post(`/api/matches/${match_id}/accept`),
      jun.at(other).post(`/api/matches/${match_id}/decline`),
    ]);
    assertEquals(answers.map(({ status }) => status).sort(), [200, 409]);
  }
  await assertSound(server.system);
});

Deno.test("the day's first request sent many times at once, on two processes, draws one list", async () => {
  await using server = await testServer({ now: () => noon });
  await using other = await server.another();
  const [mina] = await daters(server, [
    { name: "mina" },
    ...Array.from(
      { length: 40 },
      (_, n) => ({ name: `m${n}`, gender: "male" as const, birth_date: `199${n % 10}-03-1${n % 7}` }),
    ),
  ]);
  const lists = await Promise.all(
    Array.from({ length: 10 }, (_, n) => recommendedTo(n % 2 ? mina : mina.at(other))),
  );
  assertEquals(lists[0].length, 10);
  for (const list of lists) assertEquals(list, lists[0]);
  assertEquals((await eventsOf(server.system, "RecommendationsDrawn")).length, 1);
});

Deno.test("two first birth dates at the same instant, on two processes: the second to come is the one correction", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const people = await crowd(server, Array.from({ length: 20 }, (_, n) => ({ name: `p${n}` })));
  for (const person of people) {
    const answers = await Promise.all([
      person.put("/api/users/me", { name: "하나", birth_date: "1996-05-04" }),
      person.at(other).put("/api/users/me", { name: "둘", birth_date: "1994-11-20" }),
    ]);
    assertEquals(answers.map(({ status }) => status), [200, 200]);
    const { name, birth_date, pillars } = (await person.get("/api/users/me")).body as Record<string, unknown>;
    assertEquals(
      [birth_date, (pillars as { year: string }).year],
      {
        하나: ["1996-05-04", "丙子"],
        둘: ["1994-11-20", "甲戌"],
      }[String(name)],
    );
    assertEquals(
      codeOf(await person.put("/api/users/me", { birth_date: "1990-01-01" })),
      "409 profile.birth_date_fixed",
    );
  }
  assertEquals((await eventsOf(server.system, "BirthDateCorrected")).length, people.length);
  await assertSound(server.system);
});
