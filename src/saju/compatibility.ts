import { branches, elementCounts, elements, sixty, stems } from "./elements.ts";
import type { Pillars } from "./pillars.ts";
import { branchPoints, stemPoints, stemRelation } from "./relations.ts";

/** The version of the rules; kept with every score, so that an old score stays explained by its own rules. */
export const rules = "saju_v1";

/** What `saju_v1` looks at: the hour pillar does not count. */
export type Chart = Pick<Pillars, "year" | "month" | "day">;

/** The parts of a score, each 0–100, before they are weighed. */
export type Parts = {
  dayStem: number;
  dayBranch: number;
  elements: number;
  yearBranch: number;
  monthBranch: number;
};

/** How much each part counts. */
export const weights: Parts = { dayStem: 0.25, dayBranch: 0.25, elements: 0.25, yearBranch: 0.15, monthBranch: 0.1 };

const characters = 6;
const evenShare = 1 / elements.length;

// looked up a thousand times for each list of recommendations, so worked out once
const indexOf = new Map(sixty.map((pillar, at) => [pillar, at]));
const countsOf = sixty.map((pillar) => elementCounts([pillar]));
const stemTable = stems.map((a) => stems.map((b) => stemPoints[stemRelation(a, b)]));
const branchTable = branches.map((a) => branches.map((b) => branchPoints(a, b)));

/**
 * How well two people fit by each part of `saju_v1`: their day stems, their day branches, the elements of both, their
 * year branches (띠) and their month branches. The same in both directions.
 */
export function partsOf(a: Chart, b: Chart): Parts {
  const [yearA, monthA, dayA] = at(a);
  const [yearB, monthB, dayB] = at(b);
  return {
    dayStem: stemTable[dayA % 10][dayB % 10],
    dayBranch: branchTable[dayA % 12][dayB % 12],
    elements: elementPoints(yearA, monthA, dayA, yearB, monthB, dayB),
    yearBranch: branchTable[yearA % 12][yearB % 12],
    monthBranch: branchTable[monthA % 12][monthB % 12],
  };
}

/** How well two people fit by `saju_v1`, 0–100; the same in both directions. */
export function score(a: Chart, b: Chart): number {
  const parts = partsOf(a, b);
  return Math.round(
    weights.dayStem * parts.dayStem + weights.dayBranch * parts.dayBranch + weights.elements * parts.elements +
      weights.yearBranch * parts.yearBranch + weights.monthBranch * parts.monthBranch,
  );
}

/** The element that a chart needs (용신), as its place in the order of the elements. */
export function neededElement(chart: Chart): number {
  return needed(...at(chart));
}

function at(chart: Chart): [number, number, number] {
  return [indexOf.get(chart.year)!, indexOf.get(chart.month)!, indexOf.get(chart.day)!];
}

/** How even the elements of both are together, and how much of the element that each needs the other has. */
function elementPoints(ya: number, ma: number, da: number, yb: number, mb: number, db: number): number {
  let uneven = 0;
  for (let element = 0; element < elements.length; element++) {
    const count = countsOf[ya][element] + countsOf[ma][element] + countsOf[da][element] +
      countsOf[yb][element] + countsOf[mb][element] + countsOf[db][element];
    uneven += Math.abs(count / (2 * characters) - evenShare);
  }
  const even = 100 * (1 - uneven / 1.6);
  const needA = needed(ya, ma, da), needB = needed(yb, mb, db);
  const found = countsOf[yb][needA] + countsOf[mb][needA] + countsOf[db][needA] +
    countsOf[ya][needB] + countsOf[ma][needB] + countsOf[da][needB];
  return (even + Math.min(100, 25 * found)) / 2;
}

/**
 * The element that a chart needs (용신), approximately by 억부: of a day stem with support in half of the characters or
 * more, the scarcest of what it generates, what it controls and what controls it; else the scarcer of what generates
 * it and its own. The first on a tie.
 */
function needed(year: number, month: number, day: number): number {
  const own = Math.floor(day % 10 / 2);
  const countOf = (step: number) => {
    const element = (own + step) % 5;
    return countsOf[year][element] + countsOf[month][element] + countsOf[day][element];
  };
  const [same, output, wealth, officer, resource] = [0, 1, 2, 3, 4];
  if ((countOf(same) + countOf(resource)) / characters < 0.5) {
    return (own + (countOf(same) < countOf(resource) ? same : resource)) % 5;
  }
  let scarcest = output;
  if (countOf(wealth) < countOf(scarcest)) scarcest = wealth;
  if (countOf(officer) < countOf(scarcest)) scarcest = officer;
  return (own + scarcest) % 5;
}
