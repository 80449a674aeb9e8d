import { type Chart, type Parts, partsOf, score, weights } from "./compatibility.ts";
import { pillarsOf } from "./pillars.ts";

/**
 * The other person as far as a viewer knows them: the age shown gives away the year of birth.
 */
export type Other = Chart & { birthYear: number };

/** A birth that the other could have had. */
export type Candidate = Chart & { birthDate: string };

/** The least and the most of the points that a part has given, in the measure of the whole score. */
export type Range = { from: number; to: number };

/** How many birth dates must fit what is shown, and how many month pillars, day stems and day branches among them. */
const enough = { dates: 12, different: 4 };

const shown = { step: 5, least: 50, most: 70 };

const candidates = new Map<number, Candidate[]>();

/**
 * The score as people see it: in fives, from 50 (or less) to 70 (or more). The exact score together with the age
 * often fits one birth date alone, above all the high scores of people who are recommended.
 */
export function shownScore(exact: number): number {
  return Math.max(shown.least, Math.min(shown.most, shown.step * Math.round(exact / shown.step)));
}

/**
 * Whether two people may see each other's age, score and explanation: to both of them, at least {@link enough} birth
 * dates of the other fit the score.
 */
export function mayBeShown(a: Other, b: Other): boolean {
  return isEnough(crowdOf(a, b)) && isEnough(crowdOf(b, a));
}

/** Every birth of the other's year that has the score which is shown. */
function crowdOf(mine: Chart, other: Other): Candidate[] {
  const visible = shownScore(score(mine, other));
  return bornIn(other.birthYear).filter((candidate) => shownScore(score(mine, candidate)) === visible);
}

/**
 * The points that each part gave, as ranges so wide that {@link enough} birth dates fit all of them and the score. The
 * ranges are drawn around the candidates, which the viewer knows too, and not around the other person.
 */
export function rangesOf(mine: Chart, other: Other): Record<keyof Parts, Range> {
  const actual = partsOf(mine, other);
  let crowd = crowdOf(mine, other).map((candidate) => ({ ...candidate, parts: partsOf(mine, candidate) }));
  const names = Object.keys(weights) as (keyof Parts)[];
  for (const name of names) {
    const halves = halve(crowd, (candidate) => candidate.parts[name]);
    if (halves) crowd = actual[name] < halves.from ? halves.below : halves.above;
  }
  return Object.fromEntries(names.map((name) => {
    const points = crowd.map((candidate) => weights[name] * candidate.parts[name]);
    return [name, { from: Math.floor(Math.min(...points)), to: Math.ceil(Math.max(...points)) }];
  })) as Record<keyof Parts, Range>;
}

/** The most even cut of a crowd by a value that leaves enough on both sides; `undefined` where there is none. */
function halve<T extends Candidate>(crowd: T[], valueOf: (candidate: T) => number) {
  const sorted = crowd.map(valueOf).sort((a, b) => a - b);
  const unevenness = (from: number) => Math.abs(2 * sorted.indexOf(from) - sorted.length);
  const cuts = [...new Set(sorted)].sort((a, b) => unevenness(a) - unevenness(b) || a - b);
  for (const from of cuts) {
    const below = crowd.filter((candidate) => valueOf(candidate) < from);
    const above = crowd.filter((candidate) => valueOf(candidate) >= from);
    if (isEnough(below) && isEnough(above)) return { from, below, above };
  }
  return undefined;
}

function isEnough(crowd: Candidate[]): boolean {
  const differs = (of: (candidate: Candidate) => string) => new Set(crowd.map(of)).size >= enough.different;
  return crowd.length >= enough.dates && differs(({ month }) => month) && differs(({ day }) => day[0]) &&
    differs(({ day }) => day[1]);
}

/** Every date of a year with the chart that is likeliest for it: the one of a birth at noon. */
function bornIn(year: number): Candidate[] {
  const known = candidates.get(year);
  if (known) return known;
  const found: Candidate[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 24 * 3600 * 1000) {
    const birthDate = new Date(at).toISOString().slice(0, 10);
    const pillars = pillarsOf({ birthDate, birthTime: "12:00" });
    if (pillars) found.push({ birthDate, year: pillars.year, month: pillars.month, day: pillars.day });
  }
  candidates.set(year, found);
  return found;
}
