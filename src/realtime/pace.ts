/** How many frames a person may send: `perSecond` over time, `burst` at once. */
export type PaceOptions = { perSecond: number; burst: number };

/** Enough for a call's signals, all at once. */
export const defaultPace: PaceOptions = { perSecond: 30, burst: 120 };

/** Counts one person's frames over all their sockets; returns whether one more is within bounds. */
export type Pace = (nowMs: number) => boolean;

/** A token bucket. */
export function makePace({ perSecond, burst }: PaceOptions): Pace {
  let left = burst;
  let lastMs = -Infinity;
  return (nowMs) => {
    left = Math.min(burst, left + Math.max(0, nowMs - lastMs) / 1000 * perSecond);
    lastMs = nowMs;
    if (left < 1) return false;
    left--;
    return true;
  };
}
