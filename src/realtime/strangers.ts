/** How many sockets may be open of which nobody has said whose they are. */
export type StrangerLimits = { perAddress: number; inAll: number };

/** Counts the sockets without a token. */
export type Strangers = {
  /** Lets one in and returns what to call when it is known or gone; or says which of the bounds is reached. */
  admit(address: string): (() => void) | keyof StrangerLimits;
};

/** Many people may stand behind one address, but each is a stranger for no longer than it takes to send a token. */
export function makeStrangers({ perAddress, inAll }: StrangerLimits): Strangers {
  const counts = new Map<string, number>();
  let all = 0;

  function leave(address: string): void {
    all--;
    const left = (counts.get(address) ?? 1) - 1;
    if (left > 0) counts.set(address, left);
    else counts.delete(address);
  }

  return {
    admit(address) {
      const here = counts.get(address) ?? 0;
      if (here >= perAddress) return "perAddress";
      if (all >= inAll) return "inAll";
      all++;
      counts.set(address, here + 1);
      let isIn = true;
      return () => {
        if (isIn) leave(address);
        isIn = false;
      };
    },
  };
}
