import type { Draw } from "../../app/simulates.ts";

/**
 * Makes a stream of draws from a seed (the generator is mulberry32).
 *
 * @example
 * ```ts
 * import { drawFrom } from "./draw.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(drawFrom(7).whole(1, 6), drawFrom(7).whole(1, 6));
 * ```
 */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join("");
  return {
    next,
    chance: (probability) => next() < probability,
    between: (min, max) => min + next() * (max - min),
    whole: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (of) => of[Math.floor(next() * of.length)],
    around: (mean) => Math.min(6 * mean, -mean * Math.log(1 - next())),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}

/** A seed of its own for each of many streams, far from its neighbours'. */
export function seedFor(seed: number, stream: number): number {
  return Math.floor(drawFrom(Math.imul(seed ^ 0x9e3779b9, 31) + Math.imul(stream, 0x85ebca6b)).next() * 2 ** 32);
}

/** A stream's number by its name. */
export function streamOf(name: string): number {
  return [...name].reduce((number, letter) => Math.imul(number, 31) + letter.charCodeAt(0) | 0, 0);
}

/** One of several, by how likely each is beside the others. */
export function pickBy<T extends { likelihood: number }>(draw: Draw, of: readonly T[]): T {
  let left = draw.next() * of.reduce((sum, { likelihood }) => sum + likelihood, 0);
  return of.find(({ likelihood }) => (left -= likelihood) < 0) ?? of[of.length - 1];
}
