type Meeting = { a: number; b: number; atMs: number };

/** Pairs shown to each other within the cooldown, the same in both directions. */
export type Meetings = {
  /** Notes that two people were shown each other. */
  note(a: number, b: number, atMs: number): void;
  haveMet(a: number, b: number, nowMs: number): boolean;
  /** Forgets what the cooldown no longer covers; returns who may be shown somebody again. */
  forget(nowMs: number): Set<number>;
};

/** @param cooldownMs how long two people are not shown each other again */
export function makeMeetings(cooldownMs: number): Meetings {
  const lastMs = new Map<string, number>();
  /** Oldest first, as they are noted. */
  let noted: Meeting[] = [];
  const pairOf = (a: number, b: number) => a < b ? `${a} ${b}` : `${b} ${a}`;
  const isOver = (atMs: number, nowMs: number) => nowMs - atMs >= cooldownMs;
  return {
    note(a, b, atMs) {
      lastMs.set(pairOf(a, b), atMs);
      noted.push({ a, b, atMs });
    },
    haveMet(a, b, nowMs) {
      const atMs = lastMs.get(pairOf(a, b));
      return atMs !== undefined && !isOver(atMs, nowMs);
    },
    forget(nowMs) {
      const over = noted.findIndex(({ atMs }) => !isOver(atMs, nowMs));
      const gone = over < 0 ? noted : noted.slice(0, over);
      noted = over < 0 ? [] : noted.slice(over);
      const free = new Set<number>();
      for (const { a, b, atMs } of gone) {
        if (lastMs.get(pairOf(a, b)) === atMs) lastMs.delete(pairOf(a, b));
        free.add(a).add(b);
      }
      return free;
    },
  };
}
