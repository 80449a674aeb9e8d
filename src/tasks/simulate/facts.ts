import type { Facts } from "../../app/simulates.ts";

/** Begins with nothing known. */
export function makeFacts(): Facts {
  const begun = new Map<string, number>();
  const known = new Set<string>();
  const add = (fact: string, by: number) => begun.set(fact, (begun.get(fact) ?? 0) + by);
  return {
    begin(fact) {
      add(fact, 1);
      return (isSo) => {
        add(fact, -1);
        if (isSo) known.add(fact);
      };
    },
    may: (fact) => known.has(fact) || (begun.get(fact) ?? 0) > 0,
    must: (fact) => known.has(fact),
  };
}
