import type { World } from "../../app/simulates.ts";
import { makeFacts } from "./facts.ts";
import type { Records } from "./records.ts";

/** The world of one run, and what of it is no app's business. */
export type Run = World & {
  people: World["people"][number][];
  /** Tells this run's people from those of earlier ones. */
  name: string;
  seed: number;
  records: Records;
  /** Whether the server may answer 429 to so many people of one address. */
  throttles: boolean;
  /** Aborts when nobody may go on, done or not. */
  ended: AbortSignal;
  /** Lets so many at a time do what is costly (hashing passwords). */
  gate<T>(act: () => Promise<T>): Promise<T>;
  /** Starts the clock. */
  begin(forSec: number): void;
  finish(): void;
};

const atOnce = 4;

/** Makes the world of one run. `brought`: what apps add to it. */
export function makeWorld(
  of: Pick<Run, "url" | "name" | "seed" | "records" | "throttles" | "ended">,
  brought: Partial<World>,
): Run {
  let until = Infinity;
  // each app brings what it adds to a world
  return Object.assign({} as World, brought, {
    ...of,
    people: [],
    facts: makeFacts(),
    gate: makeGate(),
    begin: (forSec: number) => void (until = performance.now() + 1000 * forSec),
    finish: () => void (until = 0),
    isOver: () => performance.now() >= until,
    count: of.records.count,
    took: of.records.took,
    pause: (ms: number) => pause(ms, of.ended),
  });
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(ended.reason);
    };
    const timer = setTimeout(() => {
      ended.removeEventListener("abort", stop);
      resolve();
    }, ms);
    ended.addEventListener("abort", stop, { once: true });
    if (ended.aborted) stop();
  });
}

function makeGate(): Run["gate"] {
  let free = atOnce;
  const queue: (() => void)[] = [];
  return async (act) => {
    if (free === 0) await new Promise<void>((resolve) => queue.push(resolve));
    else free--;
    try {
      return await act();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}
