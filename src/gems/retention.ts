import { type Kept, sealed } from "../app/keeping.ts";

/** What is kept of people who buy and spend gems. */
export const retention: readonly Kept[] = [
  sealed("Why staff granted gems"),
  {
    what: "Payments, gems and gifts of gems",
    until: "for good, and at least the 5 years of the law: ids, amounts, products and a keyed hash",
    why: "accounts that add up; no receipt counts twice",
  },
];
