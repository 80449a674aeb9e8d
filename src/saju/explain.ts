import { type Chart, rules } from "./compatibility.ts";
import type { PillarNames } from "./elements.ts";
import type { Pillars } from "./pillars.ts";

/** What a person is told about how they fit with another: all of their own pillars, none of the other's. */
export type Explanation = {
  rules: typeof rules;
  score: number;
  pillars: ({ of: "year" | "month" | "day" | "hour"; certainty: string; text: string } & PillarNames)[];
  elements: { element: string; count: number; text: string }[];
  relations: { part: string; points: { from: number; to: number; of: number }; text: string }[];
  notes: string[];
};

/** Explains to one person how they fit with another, in Korean or English. */
export function explain(_mine: Pillars, _other: Chart, _language: "ko" | "en"): Explanation {
  return { rules, score: 0, pillars: [], elements: [], relations: [], notes: [] };
}
