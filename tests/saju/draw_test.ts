import { assertEquals } from "@std/assert";
import { score } from "../../src/saju/compatibility.ts";
import { draw } from "../../src/saju/draw.ts";
import { mayBeShown, shownScore } from "../../src/saju/explain_crowd.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { chartFrom, otherFrom } from "../../src/saju/state.ts";

function born(user_id: number, birth_date: string) {
  const pillars = pillarsOf({ birthDate: birth_date, birthTime: null });
  if (!pillars) throw new Error(`${birth_date} has no pillars.`);
  return { user_id, birth_date, chart: pillars.year + pillars.month + pillars.day };
}

const viewer = born(0, "1996-05-04");
const people = Array.from({ length: 84 }, (_, n) => born(n + 1, `19${90 + n % 7}-0${1 + n % 9}-${10 + n % 18}`))
  .filter((one) => mayBeShown(otherFrom(viewer), otherFrom(one)));
const pointsWith = ({ chart }: { chart: string }) => score(otherFrom(viewer), chartFrom(chart));

Deno.test("a day's list is eight people by score and two newcomers, the best score shown first", () => {
  const newcomers = people.slice(0, 5);
  const window = people.slice(5);
  const list = draw(viewer, { window, isEverybody: false, newcomers }, { count: 10 });
  assertEquals(list.length, 10);
  assertEquals(list.filter(({ newcomer }) => newcomer).map(({ userId }) => userId).sort(), [
    newcomers[0].user_id,
    newcomers[1].user_id,
  ]);
  const best = window.map(pointsWith).sort((a, b) => b - a).slice(0, 8);
  const find = (id: number) => people.filter(({ user_id }) => user_id === id)[0];
  const byScore = list.filter(({ newcomer }) => !newcomer).map(({ userId }) => pointsWith(find(userId)));
  assertEquals(byScore.sort((a, b) => b - a), best);
  const shown = list.map(({ userId }) => shownScore(pointsWith(find(userId))));
  assertEquals(shown, shown.toSorted((a, b) => b - a));
});
