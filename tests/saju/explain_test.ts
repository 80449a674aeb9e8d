import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { ageInYear } from "../../projections/accounts/users.ts";
import { score } from "../../src/saju/compatibility.ts";
import { explain } from "../../src/saju/explain.ts";
import { mayBeShown, type Other, shownScore } from "../../src/saju/explain_crowd.ts";
import { type Pillars, pillarsOf } from "../../src/saju/pillars.ts";

type Born = Pillars & Other & { birthDate: string };

function born(birthDate: string, birthTime: string | null = null): Born {
  const pillars = pillarsOf({ birthDate, birthTime });
  assert(pillars, birthDate);
  return { ...pillars, birthDate, birthYear: Number(birthDate.slice(0, 4)) };
}

const today = "2025-06-01";
const viewers = [born("1990-09-05"), born("1987-07-15", "00:30")];

/** Everybody that is 19 to 45 years old, as the app counts it: one birth a day. */
const everybody: Born[] = [];
for (let at = Date.UTC(1980, 0, 1); at < Date.UTC(2007, 0, 1); at += 24 * 3600 * 1000) {
  everybody.push(born(new Date(at).toISOString().slice(0, 10)));
}

function groups(people: Born[], shown: (person: Born) => string): Born[][] {
  return [...Map.groupBy(people, shown).values()];
}

const distinct = (people: Born[], of: (person: Born) => string) => new Set(people.map(of)).size;
const smallest = (found: Born[][]) => Math.min(...found.map((group) => group.length));

for (const me of viewers) {
  Deno.test(`born on ${me.birthDate}, I cannot work out when anyone was born whom I am shown`, () => {
    // what is not shown, I can leave out too
    const people = everybody.filter((other) => mayBeShown(me, other));
    const found = groups(people, (other) => {
      const { score, relations } = explain(me, other, "en");
      return JSON.stringify({ age: ageInYear(other.birthDate, today), score, relations });
    });
    for (const group of found) {
      const [{ birthDate }] = group;
      // 12 by the rule; knowing that I am shown to them, too, I can leave out a few
      assert(group.length >= 10, `${birthDate}: ${group.length} dates fit`);
      assert(distinct(group, (other) => other.birthDate.slice(0, 7)) >= 3, `${birthDate}: calendar months`);
      assert(distinct(group, (other) => other.month) >= 3, `${birthDate}: month pillars`);
      assert(distinct(group, (other) => other.day[0]) >= 2, `${birthDate}: day stems`);
      assert(distinct(group, (other) => other.day[1]) >= 2, `${birthDate}: day branches`);
    }
    // it says something all the same: more than score and age do
    const withoutWords = groups(people, (other) => `${other.birthYear} ${shownScore(score(me, other))}`);
    assert(found.length > 1.5 * withoutWords.length, `${found.length} against ${withoutWords.length}`);
    // and few are left out
    assert(people.length > 0.97 * everybody.length, `${people.length} of ${everybody.length}`);
  });

  Deno.test(`born on ${me.birthDate}, I could work out a birth date from the exact score and the age`, () => {
    const byAge = groups(everybody, (other) => String(other.birthYear));
    assertEquals(smallest(byAge), 365);
    assertEquals(smallest(groups(everybody, (other) => `${other.birthYear} ${score(me, other)}`)), 1);
  });
}

Deno.test("an explanation names all of my pillars, and no character of the other that is not mine or about mine", () => {
  const me = born("1990-09-05", "08:00");
  const all = ["1992-07-08", "1993-01-20", "1999-12-31"].map((date) => explain(me, born(date), "ko"));
  for (const { pillars, elements, relations } of all) {
    assertEquals(pillars.map(({ hanja }) => hanja), ["庚午", "甲申", "癸酉", "丙辰"]);
    assertEquals(pillars.map(({ hangul }) => hangul), ["경오", "갑신", "계유", "병진"]);
    assertEquals(elements.map(({ count }) => count), [1, 2, 1, 3, 1]);
    // the characters in the words are the same whoever the other is
    const characters = relations.map(({ text }) => text.replaceAll(/[^\p{Script=Han}]/gu, ""));
    assertEquals(characters, ["癸戊丁", "酉丑辰巳卯", "土", "午寅未戌子", "申子巳寅"]);
  }
});

Deno.test("the points of each part are a range that the score can be made of, in both languages", () => {
  const [me, other] = [born("1990-09-05"), born("1992-07-08")];
  const korean = explain(me, other, "ko"), english = explain(me, other, "en");
  assertEquals(korean.rules, "saju_v1");
  assertEquals([korean.score, english.score, explain(other, me, "ko").score], [60, 60, 60]);
  assertEquals(korean.relations.map(({ points }) => points), english.relations.map(({ points }) => points));
  assertEquals(korean.relations.map(({ points }) => points.of), [25, 25, 25, 15, 10]);
  const sum = (side: "from" | "to") => korean.relations.reduce((total, { points }) => total + points[side], 0);
  assert(sum("from") <= score(me, other) && score(me, other) <= sum("to"));
  for (const { points } of korean.relations) {
    assert(0 <= points.from && points.from < points.to && points.to <= points.of);
  }
  for (const [at, { name, text }] of korean.relations.entries()) {
    assert(/\p{Script=Hangul}/u.test(name + text));
    assert(!/\p{Script=Hangul}/u.test(english.relations[at].name + english.relations[at].text));
    assertNotEquals(text, english.relations[at].text);
  }
  assert(korean.notes[0].includes("재미") && english.notes[0].includes("entertainment"));
});

Deno.test("without a birth time there are three pillars, with it four; what is ambiguous says so", () => {
  const other = born("1992-07-08");
  const three = explain(born("1988-02-04"), other, "ko").pillars;
  assertEquals(three.map(({ of, certainty }) => `${of} ${certainty}`), [
    "year ambiguous",
    "month ambiguous",
    "day certain",
  ]);
  assertEquals(explain(born("1988-02-04", "23:43"), other, "ko").pillars.length, 4);
});

Deno.test("the score is shown in fives between 50 and 70, the age by the year of birth", () => {
  assertEquals([0, 16, 49, 52, 53, 58, 67, 68, 97, 100].map(shownScore), [50, 50, 50, 50, 55, 60, 65, 70, 70, 70]);
  assertEquals([ageInYear("1990-12-31", "2025-01-01"), ageInYear("1990-01-01", "2025-12-31")], [35, 35]);
});
