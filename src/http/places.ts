/** How many may be taken at once, per key (an address, a person) and in all. */
export type PlaceLimits = { each: number; inAll: number };

/** Counts the places taken. */
export type Places = {
  /** Takes a place and returns the function that frees it, or returns the bound that is reached. */
  admit(key: string): (() => void) | keyof PlaceLimits;
};

/** Makes places, all free. */
export function makePlaces({ each, inAll }: PlaceLimits): Places {
  const counts = new Map<string, number>();
  let all = 0;

  function leave(key: string): void {
    all--;
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  }

  return {
    admit(key) {
      const here = counts.get(key) ?? 0;
      if (here >= each) return "each";
      if (all >= inAll) return "inAll";
      all++;
      counts.set(key, here + 1);
      let isIn = true;
      return () => {
        if (isIn) leave(key);
        isIn = false;
      };
    },
  };
}
