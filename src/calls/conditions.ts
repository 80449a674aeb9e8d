import type { MatchSettings } from "../../projections/calls/match_settings.ts";
import type { Refusal } from "../answers/refusals.ts";
import type { Rules } from "../configuration/rules.ts";
import { notEnough } from "../gems/spending.ts";
import { kmBetween, type Place, placeOf } from "./location.ts";

/** A person's conditions for the people they meet. Ages in years, both ends included. */
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

/** Refuses someone whose conditions cost more gems than they have. */
export function tooDear(
  settings: MatchSettings | undefined,
  wallet: { balance: number } | undefined,
  prices: Rules["gemPrices"],
): Refusal | undefined {
  return notEnough(wallet, costOf(conditionsFrom(settings), prices));
}

/** What conditions are held against. */
export type Candidate = { gender: string; age: number; cell: string | null };

/** Whether someone meets another's conditions. */
export function meets(conditions: Conditions, me: Pick<Candidate, "cell">, other: Candidate): boolean {
  return suits(conditions, other) &&
    isNear(conditions, me.cell === null ? null : placeOf(me.cell), other.cell === null ? null : placeOf(other.cell));
}

/** Whether someone is of a gender and age that are wanted. */
export function suits(conditions: Conditions, other: Pick<Candidate, "gender" | "age">): boolean {
  return (conditions.gender === "all" || conditions.gender === other.gender) &&
    other.age >= conditions.ageMin && other.age <= conditions.ageMax;
}

/** Whether two are near enough for one of them. With a radius, nobody is near who has no place. */
export function isNear(conditions: Conditions, mine: Place | null, others: Place | null): boolean {
  if (conditions.radiusKm === null) return true;
  return mine !== null && others !== null && kmBetween(mine, others) <= conditions.radiusKm;
}
