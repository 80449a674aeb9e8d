import { assert, assertEquals } from "@std/assert";
import sharp from "sharp";
import { z } from "zod";
import { introductions } from "../../projections/saju/introductions.ts";
import { recommendations } from "../../projections/saju/recommendations.ts";
import { apps } from "../../src/apps.ts";
import { pictureSweep } from "../../src/privacy/sweep_pictures.ts";
import { score } from "../../src/saju/compatibility.ts";
import { shownScore } from "../../src/saju/explain_crowd.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { filesOf, noHousekeeping, subjectsOf } from "../privacy/house.ts";
import { tablesAsText } from "../privacy/needles.ts";
import { codeOf, type Person } from "../support/client.ts";
import { serverOn, testClock, testInstallation, testServer } from "../support/server.ts";
import { eventsOf } from "../support/sound.ts";
import { ask, askedAs, dater, daters, idsRecommendedTo, loggedIn } from "./house.ts";

type Needles = Record<string, string>;

/** Which needles stand in a text as they are: most are too short to be told in other forms. */
function foundIn(text: string, needles: Needles): string[] {
  const told = withoutChance(text);
  return Object.entries(needles).filter(([, needle]) => told.includes(needle)).map(([what]) => what);
}

/** A text without what may look like a day or an hour of birth by chance: random ids, and times around now. */
function withoutChance(text: string): string {
  return text.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "(id)")
    .replace(
      /\b(\d{4})-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d+)?)?/g,
      (time, year) => isRecent(Number(year)) ? "(now)" : time,
    );
}

const isRecent = (year: number) => Math.abs(year - new Date().getUTCFullYear()) <= 2;

/** What was found where: `{}` when nothing was found anywhere. */
function search(texts: Record<string, string>, needles: Needles): Record<string, string[]> {
  const found = Object.entries(texts).map(([where, text]) => [where, foundIn(text, needles)] as const);
  return Object.fromEntries(found.filter(([, what]) => what.length > 0));
}

/** Stores a picture; returns its URL. */
async function picture(someone: Person, colour: string): Promise<string> {
  const image = sharp({ create: { width: 20, height: 20, channels: 3, background: colour } });
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(await image.png().toBuffer())]), "a.png");
  const { body } = await someone.post("/api/media", form);
  return z.strictObject({ url: z.string() }).parse(body).url;
}

/** What nobody else is told of a person. */
function secretsOf(person: { email: string }, birthDate: string, birthTime: string): Needles {
  const pillars = pillarsOf({ birthDate, birthTime });
  if (!pillars?.hour) throw new Error(`${birthDate} ${birthTime} has no pillars.`);
  return {
    "birth date": birthDate,
    "birth date, written without marks": birthDate.replaceAll("-", ""),
    "month and day of birth": birthDate.slice(5),
    "birth time": birthTime,
    "e-mail": person.email,
    "pillar of the year": pillars.year,
    "pillar of the month": pillars.month,
    "pillar of the day": pillars.day,
    "pillar of the hour": pillars.hour,
  };
}

Deno.test("nothing that a recommended person's id yields tells their birth, their pillars or their address", async () => {
  await using server = await testServer();
  const [birthDate, birthTime] = ["1994-11-23", "21:47"];
  const mina = await dater(server, { name: "mina", birth_date: "1996-05-04" });
  const jun = await dater(server, { name: "jun", gender: "male", birth_date: birthDate, birth_time: birthTime });
  const url = await picture(jun, "#123456");
  assertEquals((await jun.put("/api/users/me", { bio: "산책", job: "사서", profile_img_url: url })).status, 200);
  const needles = secretsOf(jun, birthDate, birthTime);
  const own = JSON.stringify((await jun.get("/api/users/me")).body);
  assertEquals(
    foundIn(own, needles).length,
    Object.keys(needles).length - 1,
    "he himself is told all but one spelling",
  );

  const texts: Record<string, string> = {};
  const look = async (when: string) => {
    for (
      const path of [
        ...["/api/matches/recommendations", `/api/matches/${jun.id}/compatibility`, "/api/matches", "/api/chats"],
        ...["/api/blocks", "/api/sync", "/api/users/me/export", "/api/history/recent/"],
      ]
    ) {
      for (const language of ["ko", "en"]) {
        const { status, body } = await mina.get(path, { headers: { "accept-language": language } });
        assert(status === 200 || status === 404, `${path} ${when}: ${status}`);
        texts[`${path} ${when} in ${language}`] = JSON.stringify(body);
      }
    }
  };
  await look("once recommended");
  const asking = await mina.post("/api/matches/request", { receiver_id: jun.id });
  const { match_id } = askedAs(asking);
  const refused = await mina.post("/api/matches/request", { receiver_id: jun.id });
  await look("once asked");
  const { chat_id } = askedAs(await jun.post(`/api/matches/${match_id}/accept`));
  await jun.post(`/api/chats/${chat_id}/messages`, { content: "안녕하세요", client_id: "1" });
  texts.messages = JSON.stringify((await mina.get(`/api/chats/${chat_id}/messages`)).body);
  await look("once in a chat");
  const answers = [
    asking,
    refused,
    await mina.post("/api/reports", { user_id: jun.id, reason: "other" }),
    await mina.post("/api/blocks", { user_id: jun.id }),
  ];
  for (const [n, { body }] of answers.entries()) texts[`answer ${n}`] = JSON.stringify(body);
  await look("once blocked");
  const mine = secretsOf(mina, "1996-05-04", "00:00");
  assert(foundIn(texts["/api/users/me/export once recommended in ko"], mine).includes("birth date"));
  assertEquals(search(texts, needles), {});
});

Deno.test("the picture of blind dates is its person's own, and goes with another or the account", async () => {
  const clock = testClock();
  await using place = await testInstallation();
  await using _still = await noHousekeeping(place);
  await using server = await serverOn(place, { now: clock.now });
  const mina = await dater(server, { name: "mina" });
  const jun = await dater(server, { name: "jun", gender: "male" });
  const [first, second, others] = [
    await picture(mina, "#111111"),
    await picture(mina, "#222222"),
    await picture(jun, "#333333"),
  ];
  const put = (profile_img_url: unknown) => mina.put("/api/users/me", { profile_img_url });
  for (const foreign of [others, "https://example.com/a.webp", "/media/AAAAAAAAAAAAAAAAAAAAAA.webp"]) {
    assertEquals(codeOf(await put(foreign)), "422 image.not_own", foreign);
  }
  assertEquals((await put(first)).status, 200);
  const { profile_image } = (await mina.get("/api/user/profile/")).body as { profile_image: unknown };
  assertEquals(profile_image, null, "random calls do not show it");
  const exported = JSON.stringify((await mina.get("/api/users/me/export")).body);
  assert(exported.includes(first) && exported.includes(second));

  assertEquals((await put(second)).status, 200);
  const names = (urls: string[]) => urls.map((url) => url.replace("/media/", "")).sort();
  assertEquals(await filesOf(server), names([second, others]), "what she no longer shows is gone");
  clock.advance(25 * 3600);
  await pictureSweep(server.system, apps)();
  assertEquals(await filesOf(server), names([second]), "what nobody shows goes after a day");
  const later = await loggedIn(server, mina);
  assertEquals((await later.put("/api/users/me", { profile_img_url: null })).status, 200);
  assertEquals(await filesOf(server), []);
});

Deno.test("after an erasure nothing that someone said for blind dates is found in any table", async () => {
  await using server = await testServer();
  const mina = await dater(server, { name: "needle mina", birth_date: "1996-05-04", birth_time: "21:47" });
  const jun = await dater(server, { name: "jun", gender: "male", birth_date: "1993-02-11" });
  const said = { location: "needle place", job: "needle job", bio: "needle bio" };
  await mina.put("/api/users/me", said);
  const url = await picture(mina, "#445566");
  await mina.put("/api/users/me", { profile_img_url: url });
  await idsRecommendedTo(mina);
  await idsRecommendedTo(jun);
  await ask(jun, mina);
  const needles: Needles = { ...secretsOf(mina, "1996-05-04", "21:47"), ...said, name: mina.name, picture: url };
  delete needles["birth date, written without marks"];
  delete needles["pillar of the hour"];
  const before = Object.values(search(await tablesAsText(server.system.sql), needles)).flat();
  assertEquals(Object.keys(needles).filter((what) => !before.includes(what)), []);

  assertEquals((await mina.post("/api/users/me/erase", { password: mina.password })).status, 200);
  const { media_files: _, ...tables } = await tablesAsText(server.system.sql);
  assertEquals(search(tables, needles), {});
  assertEquals(await filesOf(server), []);
  assertEquals(await subjectsOf(server), [jun.id]);
});

/** Every number in a value, and in what stands in it as JSON, but for those that are named as ids. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "string") return /^[[{]/.test(value) ? numbersIn(JSON.parse(value)) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => holdsIds(name, inner) ? [] : numbersIn(inner));
}

/** In a row `people` is a list of ids, in an event of people. */
const holdsIds = (name: string, value: unknown) =>
  /^id$|_ids?$|Ids?$/.test(name) || name === "people" && typeof value === "string";

Deno.test("after an erasure no exact score is left, from which a birth could be worked out", async () => {
  await using server = await testServer();
  const chartOf = (birthDate: string) => pillarsOf({ birthDate, birthTime: null })!;
  const births = Array.from({ length: 28 }, (_, n) => `1994-02-${String(n + 1).padStart(2, "0")}`);
  const mina = await dater(server, { name: "mina", birth_date: "1996-05-04" });
  const exactWith = (birthDate: string) => score(chartOf("1996-05-04"), chartOf(birthDate));
  const telling = births.filter((birthDate) => exactWith(birthDate) !== shownScore(exactWith(birthDate)));
  const men = await daters(
    server,
    telling.map((birth_date, n) => ({ name: `m${n}`, gender: "male" as const, birth_date })),
  );
  const shown = await idsRecommendedTo(mina);
  assertEquals(shown.length, 10);
  const [looking, ...asked] = men.filter(({ id }) => shown.includes(id)).slice(0, 4);
  for (const man of asked) await ask(mina, man);
  assertEquals(await idsRecommendedTo(looking), [mina.id]);
  assertEquals((await mina.post("/api/users/me/erase", { password: mina.password })).status, 200);

  const { system: { registry: { sql, table } } } = server;
  const rows = await Promise.all(
    [introductions, recommendations].map((model) =>
      sql<{ row: unknown }[]>`SELECT to_jsonb(t) AS row FROM ${table(model)} t`
    ),
  );
  const events = [
    ...await eventsOf(server.system, "RecommendationsDrawn"),
    ...await eventsOf(server.system, "IntroductionRequested"),
  ].map(({ data }) => data);
  assertEquals(events.length, 5);
  const left = [...events, ...rows.flat().map(({ row }) => row)].flatMap(numbersIn);
  assertEquals(left.length, 2 * asked.length, "a score in each request and in its row");
  for (const number of left) assertEquals(number, shownScore(number));
});
