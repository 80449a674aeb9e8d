import { assert, assertEquals } from "@std/assert";
import { newcomerShownEnough } from "../../src/saju/candidates.ts";
import type { Person } from "../support/client.ts";
import { printedSeed } from "../support/seed.ts";
import { testServer } from "../support/server.ts";
import { eventsOf } from "../support/sound.ts";
import { randomFrom } from "../support/world.ts";
import { type About, type Dater, daters, idsRecommendedTo } from "./house.ts";

const days = 30;
const firstDay = Date.UTC(2026, 2, 1, 3);
const dayMs = 24 * 3600 * 1000;
const atFirst = 240;
const eachDay = 4;
/** How many of those who are there look at their list on a day, half of them women. */
const looking = 40;

Deno.test("a simulated month: newcomers are seen within a day, nobody is shown to everyone, lists stay all day", async () => {
  const seed = printedSeed(41);
  const random = randomFrom(seed);
  const upTo = (n: number) => Math.floor(random() * n);
  let now = firstDay - 10 * dayMs;
  await using server = await testServer({ now: () => new Date(now) });

  /** Some of them, drawn without looking. */
  function some<T>(all: T[], count: number): T[] {
    const left = [...all];
    return Array.from({ length: count }, () => left.splice(upTo(left.length), 1)[0]);
  }

  let named = 0;
  const someone = (): About => ({
    name: `p${named++}`,
    gender: named % 2 ? "female" : "male",
    birth_date: `${1985 + upTo(15)}-${10 + upTo(3)}-${10 + upTo(18)}`,
  });
  const comes = async (count: number) => await daters(server, Array.from({ length: count }, someone));
  const people: (Dater & { isFemale: boolean })[] = [];
  const add = (those: Dater[]) => {
    for (const person of those) people.push({ ...person, isFemale: Number(person.name.slice(1)) % 2 === 0 });
  };
  add(await comes(atFirst));

  /** Tokens last for minutes and sessions for days, and the month is long. */
  const afresh = async (person: Dater): Promise<Person> => {
    const claims = { userId: person.id, sessionId: crypto.randomUUID() };
    const access = await server.system.tokens.access(claims, new Date(now));
    const headers = { authorization: `Bearer ${access}` };
    return { ...person, get: (path) => person.get(path, { headers }) };
  };

  for (let day = 0; day < days; day++) {
    now = firstDay + day * dayMs;
    const newcomers = await comes(eachDay);
    add(newcomers);
    const looks = [true, false].flatMap((isFemale) =>
      some(people.filter((one) => one.isFemale === isFemale), looking / 2)
    );
    const shownTo = new Map<number, number>();
    for (const person of looks) {
      now += 1000;
      const viewer = await afresh(person);
      const ids = await idsRecommendedTo(viewer);
      assertEquals(ids.length, 10);
      assert(!ids.includes(person.id));
      for (const id of ids) shownTo.set(id, (shownTo.get(id) ?? 0) + 1);
      if (random() < 0.2) {
        now += 1000;
        assertEquals(await idsRecommendedTo(viewer), ids, "the same all day");
      }
    }
    for (const [id, times] of shownTo) assert(times < looking / 2, `day ${day}: ${id} was shown to all ${times}`);
    for (const { id } of newcomers) assert(shownTo.has(id), `day ${day}: newcomer ${id} was shown to nobody`);
  }

  const drawn = await eventsOf(server.system, "RecommendationsDrawn");
  assertEquals(drawn.length, days * looking);
  const shown = drawn.flatMap(({ data }) => data.people.filter(({ newcomer }) => newcomer));
  for (const [id, times] of Map.groupBy(shown, ({ userId }) => userId)) {
    assert(times.length <= newcomerShownEnough, `${id} was shown ${times.length} times as a newcomer`);
  }
  assert(shown.length > days * eachDay, `${shown.length} times a newcomer was shown as one`);
});
