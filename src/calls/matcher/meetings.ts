/** Who was shown whom within the cooldown, the same in both directions. */
export type Meetings = {
  note(a: number, b: number, atMs: number): void;
  haveMet(a: number, b: number, nowMs: number): boolean;
};

/** @param cooldownMs how long two people are not shown each other again */
export function makeMeetings(cooldownMs: number): Meetings {
  // kept under both people, so that asking for either is one look; oldest first, so that forgetting is cheap
  const met = new Map<number, Map<number, number>>();
  const noteOneWay = (a: number, b: number, atMs: number) => {
    const others = met.get(a) ?? new Map<number, number>();
    others.delete(b);
    others.set(b, atMs);
    for (const [other, at] of others) {
      if (atMs - at < cooldownMs) break;
      others.delete(other);
    }
    met.set(a, others);
  };
  return {
    note(a, b, atMs) {
      noteOneWay(a, b, atMs);
      noteOneWay(b, a, atMs);
    },
    haveMet(a, b, nowMs) {
      const at = met.get(a)?.get(b);
      return at !== undefined && nowMs - at < cooldownMs;
    },
  };
}
