import type { MatchSettings } from "../../projections/match_settings.ts";
import type { Rules } from "../command.ts";

/** A person's conditions on whom they meet. Ages in years, both ends included. */
export type Conditions = {
  gender: "male" | "female" | "all";
  ageMin: number;
  ageMax: number;
  radiusKm: number | null;
};

/** Before anything is saved (API.md, "settings"). */
export const noConditions: Conditions = { gender: "all", ageMin: 19, ageMax: 99, radiusKm: null };

/** Saved settings as conditions. */
export function conditionsFrom(settings: MatchSettings | undefined): Conditions {
  if (!settings) return noConditions;
  const gender = settings.preferred_gender;
  return {
    gender: gender === "male" || gender === "female" ? gender : "all",
    ageMin: settings.age_min,
    ageMax: settings.age_max,
    radiusKm: settings.radius_km,
  };
}

/**
 * What a person's own conditions cost when a match is made, in gems.
 *
 * @example
 * ```ts
 * import { costOf, noConditions } from "./conditions.ts";
 * import { assertEquals } from "@std/assert";
 * const prices = { gender: 10, age: 5, radius: 5 };
 * assertEquals(costOf(noConditions, prices), 0);
 * assertEquals(costOf({ gender: "female", ageMin: 20, ageMax: 29, radiusKm: 10 }, prices), 20);
 * ```
 */
export function costOf(conditions: Conditions, prices: Rules["gemPrices"]): number {
  const narrowed = conditions.ageMin > noConditions.ageMin || conditions.ageMax < noConditions.ageMax;
  return (conditions.gender === "all" ? 0 : prices.gender) +
    (narrowed ? prices.age : 0) +
    (conditions.radiusKm === null ? 0 : prices.radius);
}

/** What conditions are held against. */
export type Candidate = { gender: string; age: number; cell: string | null };

/** Whether someone meets another's conditions. `distanceKm` is asked only where a radius is set. */
export function meets(
  conditions: Conditions,
  me: Pick<Candidate, "cell">,
  other: Candidate,
  distanceKm: (cellA: string, cellB: string) => number,
): boolean {
  if (conditions.gender !== "all" && conditions.gender !== other.gender) return false;
  if (other.age < conditions.ageMin || other.age > conditions.ageMax) return false;
  if (conditions.radiusKm === null) return true;
  if (me.cell === null || other.cell === null) return false;
  return distanceKm(me.cell, other.cell) <= conditions.radiusKm;
}
