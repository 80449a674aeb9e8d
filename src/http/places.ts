/** How many there may be at once: of one key (an address, a person), and in all. */
export type PlaceLimits = { each: number; inAll: number };

/** Counts who is there. */
export type Places = {
  /** Lets one in and returns what to call when it leaves; or says which of the bounds is reached. */
  admit(key: string): (() => void) | keyof PlaceLimits;
};

/** Makes places, all of them free. */
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
