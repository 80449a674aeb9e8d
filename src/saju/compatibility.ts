import type { Pillars } from "./pillars.ts";

/** The version of the rules; kept with every score, so that an old score stays explained by its own rules. */
export const rules = "saju_v1";

/** What `saju_v1` looks at: the hour pillar does not count. */
export type Chart = Pick<Pillars, "year" | "month" | "day">;

/** How well two people fit, 0–100; the same in both directions. */
export function score(_a: Chart, _b: Chart): number {
  return 0;
}
