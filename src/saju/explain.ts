import { type Chart, neededElement, type Parts, rules, score, weights } from "./compatibility.ts";
import { branches, elementCounts, elements, namesOf, type PillarNames, stems } from "./elements.ts";
import { type Other, type Range, rangesOf, shownScore } from "./explain_crowd.ts";
import { elementWords, note, partWords, relationWords, tendencyWords } from "./explain_words.ts";
import type { Certainty, Pillars } from "./pillars.ts";
import { branchRelations, stemRelation } from "./relations.ts";

/** What a person is told about how they fit with another: all of their own pillars, none of the other's. */
export type Explanation = {
  rules: typeof rules;
  /** In fives, from 50 (or less) to 70 (or more). */
  score: number;
  pillars: ({ of: "year" | "month" | "day" | "hour"; certainty: Certainty } & PillarNames)[];
  /** How many characters of my pillars are of each element. */
  elements: { element: string; name: string; count: number }[];
  relations: Relation[];
  notes: string[];
};

/** One part of the score: which of its points it gave, as a range, out of how many. */
export type Relation = { part: keyof Parts; name: string; points: Range & { of: number }; text: string };

/** The languages that explanations are written in. */
export type Language = "ko" | "en";

/**
 * Explains to one person how they fit with another, in Korean or English. It says no more of the other than that they
 * were born in their year on one of at least a dozen dates, of several month and day pillars: to the viewer, score,
 * age and explanation are the same for all of these.
 */
export function explain(mine: Pillars, other: Other, language: Language): Explanation {
  const ranges = rangesOf(mine, other);
  const counts = elementCounts([mine.year, mine.month, mine.day, ...mine.hour === null ? [] : [mine.hour]]);
  return {
    rules,
    score: shownScore(score(mine, other)),
    pillars: (["year", "month", "day", "hour"] as const).flatMap((of) => {
      const hanja = mine[of];
      return hanja === null ? [] : [{ of, certainty: mine.precision[of], ...namesOf(hanja) }];
    }),
    elements: elements.map((element, at) => ({ element, name: elementWords[language][at], count: counts[at] })),
    relations: (Object.keys(weights) as (keyof Parts)[]).map((part) => {
      const points = { ...ranges[part], of: Math.round(100 * weights[part]) };
      const text = `${aboutMe(part, mine, language)} ${tendency(points, language)}`;
      return { part, name: partWords[language][part], points, text };
    }),
    notes: note[language],
  };
}

/** What my own characters go with and against: the same for every partner. */
function aboutMe(part: keyof Parts, mine: Chart, language: Language): string {
  const words = relationWords[language];
  if (part === "elements") return words.needs(elementWords[language][neededElement(mine)]);
  if (part === "dayStem") {
    const stem = mine.day[0];
    const having = (relation: string) => stems.filter((each) => stemRelation(stem, each) === relation);
    return words.character(stem, having("combine"), having("clash"));
  }
  const branch = { dayBranch: mine.day, yearBranch: mine.year, monthBranch: mine.month }[part][1];
  const having = (...relations: string[]) =>
    branches.filter((each) => branchRelations(branch, each).some((relation) => relations.includes(relation)));
  return words.character(branch, having("six_combine", "half_combine"), having("clash"));
}

const tends = { well: 0.65, badly: 0.45 };

function tendency({ from, to, of }: Relation["points"], language: Language): string {
  const words = tendencyWords[language];
  const middle = (from + to) / 2 / of;
  const tendency = middle >= tends.well ? words.well : middle < tends.badly ? words.badly : words.mixed;
  return words.points(from, to, of) + " " + tendency;
}
