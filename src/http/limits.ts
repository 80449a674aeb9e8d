import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How many requests an address, and a user, may send: `perSecond` over time, `burstSec` seconds' worth at once. */
export type LimitOptions = { perSecond: number; burstSec: number };

/** Generous: it stops floods, not people. */
export const defaultLimit: LimitOptions = { perSecond: 100, burstSec: 10 };

/** Counts requests per key in this process. */
export type Limiter = {
  /** Counts one; returns 0, or the seconds to wait when there were too many. */
  take(key: string): Promise<number>;
};

/** A limiter; `false` makes one that never refuses. */
export function createLimiter(options: LimitOptions | false): Limiter {
  if (!options) return { take: () => Promise.resolve(0) };
  const limiter = new RateLimiterMemory({
    points: options.perSecond * options.burstSec,
    duration: options.burstSec,
  });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return 0;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
  };
}

/** What to count an address under: one person has a whole /64 of IPv6. */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1];
  const [head, tail = ""] = address.toLowerCase().split("%")[0].split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const zeros = address.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
  return [...left, ...Array(zeros).fill("0"), ...right].slice(0, 4).join(":") + "::/64";
}
