import type { Conditions } from "../../calls/conditions.ts";

/** What each condition costs, in gems. */
export type Prices = { gender: number; age: number; radius: number };

/** What one wants before anything is chosen: it costs nothing. */
export const anyone: Conditions = { gender: "all", ageMin: 19, ageMax: 99, radiusKm: null };

/** What conditions cost when a match is made, in gems, as the server counts them. */
export function costOf({ gender, ageMin, ageMax, radiusKm }: Conditions, prices: Prices): number {
  return (gender === "all" ? 0 : prices.gender) +
    (ageMin > anyone.ageMin || ageMax < anyone.ageMax ? prices.age : 0) +
    (radiusKm === null ? 0 : prices.radius);
}
