import type { Records } from "./records.ts";

/** Makes tokens as a provider would. */
export type Till = {
  /** A payment, and the provider's notice that it was refunded. */
  token(transactionId: string, productId: string, kind: "payment" | "refund"): Promise<string>;
  /** Product id → gems. */
  products: ReadonlyMap<string, number>;
};

/** What everyone shares. */
export type World = {
  url: string;
  /** Tells this run's people from those of earlier ones. */
  run: string;
  records: Records;
  /** Absent: nobody can buy, because the server's key is not known here. */
  till?: Till;
  /** Whether the server may answer 429 to so many people of one address. */
  throttles: boolean;
  /** Aborts when nobody may go on, done or not. */
  ended: AbortSignal;
  /** Whether it is time to finish what one is at and leave. */
  isOver(): boolean;
  /** Waits; rejects when all is ended. */
  pause(ms: number): Promise<void>;
  /** Notes the call that one of two was told for a match; returns what the other was told, if they differ. */
  callOf(matchId: number, callId: string): string | undefined;
  /** Lets so many at a time do what is costly (hashing passwords). */
  gate<T>(act: () => Promise<T>): Promise<T>;
};

const atOnce = 4;

/** Makes the world of one run. `begin` starts the clock. */
export function makeWorld(of: Pick<World, "url" | "run" | "records" | "till" | "throttles" | "ended">): World & {
  begin(forSec: number): void;
  finish(): void;
} {
  let until = Infinity;
  const calls = new Map<number, string>();
  let free = atOnce;
  const queue: (() => void)[] = [];
  return {
    ...of,
    begin: (forSec) => until = performance.now() + 1000 * forSec,
    finish: () => until = 0,
    isOver: () => performance.now() >= until,
    pause: (ms) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          reject(of.ended.reason);
        };
        const timer = setTimeout(() => {
          of.ended.removeEventListener("abort", stop);
          resolve();
        }, ms);
        of.ended.addEventListener("abort", stop, { once: true });
        if (of.ended.aborted) stop();
      }),
    callOf(matchId, callId) {
      const told = calls.get(matchId);
      calls.set(matchId, told ?? callId);
      return told === undefined || told === callId ? undefined : told;
    },
    async gate(act) {
      if (free === 0) await new Promise<void>((resolve) => queue.push(resolve));
      else free--;
      try {
        return await act();
      } finally {
        const next = queue.shift();
        if (next) next();
        else free++;
      }
    },
  };
}
