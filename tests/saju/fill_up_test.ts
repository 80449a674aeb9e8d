import { assert, assertEquals } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { mayBeShown } from "../../src/saju/explain_crowd.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { block } from "../safety/house.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { noon } from "../support/given.ts";
import { ask, daters, idsRecommendedTo } from "./house.ts";

const her = { name: "mina", birth_date: "1996-05-04" };

const other = (birthDate: string) => {
  const pillars = pillarsOf({ birthDate, birthTime: null });
  if (!pillars) throw new Error(`${birthDate} has no pillars.`);
  return { ...pillars, birthYear: Number(birthDate.slice(0, 4)) };
};
const maySee = (birthDate: string) => mayBeShown(other(her.birth_date), other(birthDate));

/** Whom she may be shown. */
const births = Array.from({ length: 40 }, (_, n) => `19${90 + n % 10}-0${1 + n % 9}-1${n % 7}`).filter(maySee);
const man = (n: number) => ({ name: `m${n}`, gender: "male" as const, birth_date: births[n] });

async function caughtUp({ system: { log, registry } }: TestServer): Promise<void> {
  assert(await registry.seen(projections, await log.head(), 20_000));
}

Deno.test("a short list is filled up as others come, in the order of the day, up to a day's number", async () => {
  await using server = await testServer({ now: () => noon, config: { RECOMMENDATIONS_PER_DAY: "4" } });
  const [mina, first] = await daters(server, [her, man(0)]);
  const shown = [await idsRecommendedTo(mina)];
  assertEquals(shown[0], [first.id]);
  for (let n = 1; n <= 6; n++) {
    await daters(server, [man(n)]);
    await caughtUp(server);
    const [ids, before] = [await idsRecommendedTo(mina), shown[shown.length - 1]];
    assertEquals(ids.slice(0, before.length), before, "whom she was shown stays, in the order of the day");
    assertEquals(await idsRecommendedTo(mina), ids);
    shown.push(ids);
  }
  assertEquals(shown.map(({ length }) => length), [1, 2, 3, 4, 4, 4, 4]);
  const events = await eventsOf(server.system, "RecommendationsAdded");
  assertEquals(events.map(({ data }) => data.people.length), [1, 1, 1]);
  await assertSound(server.system);
});

Deno.test("people asked or blocked make no room: nobody is shown more than a day's number", async () => {
  await using server = await testServer({ now: () => noon, config: { RECOMMENDATIONS_PER_DAY: "3" } });
  const [mina, ...men] = await daters(server, [her, man(0), man(1)]);
  assertEquals((await idsRecommendedTo(mina)).length, 2);
  await ask(mina, men[0]);
  await block(mina, { user_id: men[1].id });
  const [third] = await daters(server, [man(2), man(3)]);
  await caughtUp(server);
  const left = await idsRecommendedTo(mina);
  assertEquals(left.length, 1);
  await daters(server, [man(4)]);
  await caughtUp(server);
  assertEquals(await idsRecommendedTo(mina), left);
  assert(third);
});

Deno.test("looks at the same instant on two processes fill a list up once, and not beyond a day's number", async () => {
  await using server = await testServer({ now: () => noon, config: { RECOMMENDATIONS_PER_DAY: "6" } });
  await using second = await server.another();
  const [mina] = await daters(server, [her, man(0), man(1)]);
  const before = await idsRecommendedTo(mina);
  for (let n = 2; n < 10; n += 2) {
    const [, looks] = await Promise.all([
      daters(server, [man(n), man(n + 1)]),
      Promise.all(Array.from({ length: 8 }, (_, n) => idsRecommendedTo(n % 2 ? mina : mina.at(second)))),
    ]);
    for (const ids of looks) {
      assertEquals(ids.slice(0, before.length), before);
      assert(ids.length <= 6 && new Set(ids).size === ids.length, ids.join());
    }
  }
  await caughtUp(server);
  assertEquals((await idsRecommendedTo(mina)).length, 6);
  await assertSound(server.system);
});

Deno.test("people who fill up a list are shown only if a dozen birth dates fit", async () => {
  await using server = await testServer({ now: () => noon });
  // of every day of a month in which, with hers, some say too much
  const days = Array.from({ length: 31 }, (_, n) => `1942-01-${String(n + 1).padStart(2, "0")}`);
  const hidden = days.filter((birthDate) => !maySee(birthDate));
  assert(hidden.length > 0 && hidden.length < days.length);
  const [mina] = await daters(server, [her]);
  assertEquals(await idsRecommendedTo(mina), []);
  await daters(server, hidden.map((birth_date, n) => ({ ...man(n), birth_date })));
  const [shown] = await daters(server, [{ ...man(0), name: "shown", birth_date: days.find(maySee) }]);
  await caughtUp(server);
  assertEquals(await idsRecommendedTo(mina), [shown.id]);
});

Deno.test("people who correct their birth date to one that would say too much are hidden from those who saw them", async () => {
  await using server = await testServer({ now: () => noon });
  const [mina, first, second] = await daters(server, [her, man(0), man(1)]);
  assertEquals(new Set(await idsRecommendedTo(mina)), new Set([first.id, second.id]));
  const birth_date = Array.from({ length: 28 }, (_, n) => `1942-01-${String(n + 1).padStart(2, "0")}`)
    .find((date) => !maySee(date));
  assertEquals((await first.put("/api/users/me", { birth_date })).status, 200);
  await caughtUp(server);
  assertEquals(await idsRecommendedTo(mina), [second.id]);
  assertEquals((await mina.get(`/api/matches/${first.id}/compatibility`)).status, 404);
  assertEquals((await mina.post("/api/matches/request", { receiver_id: first.id })).status, 404);
  assertEquals(await idsRecommendedTo(first), [], "nor the other way round");
  await assertSound(server.system);
});

Deno.test("very many looks at a short list do not search through everybody each time", async () => {
  let now = noon;
  await using server = await testServer({ now: () => now, config: { RECOMMENDATIONS_PER_DAY: "4" } });
  const [mina, first] = await daters(server, [her, man(0)]);
  const looks = Array.from({ length: 70 }, () => idsRecommendedTo(mina));
  assertEquals(new Set((await Promise.all(looks)).flat()), new Set([first.id]));
  const [second] = await daters(server, [man(1)]);
  await caughtUp(server);
  assertEquals(await idsRecommendedTo(mina), [first.id]);
  now = new Date(now.getTime() + 10_000);
  assertEquals(await idsRecommendedTo(mina), [first.id, second.id]);
  await assertSound(server.system);
});
