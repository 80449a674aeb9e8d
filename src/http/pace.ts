/** How many there may be of something: `perSecond` over time, `burst` at once. */
export type PaceOptions = { perSecond: number; burst: number };

/** Counts one; returns whether it is within bounds. */
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
