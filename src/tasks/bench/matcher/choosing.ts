import { meets } from "../../../calls/conditions.ts";
import { makeMeetings } from "../../../calls/matcher/meetings.ts";
import { makePool, type Pool, type Waiting } from "../../../calls/matcher/pool.ts";
import { drawFrom } from "../../simulate/draw.ts";
import { percentile } from "../measure.ts";
import { drawWaiting } from "./crowd.ts";
import { makeLinearPool } from "./linear_pool.ts";

const arrivals = { indexed: 10_000, linear: 100 };
/** Of each arrival: what else the machine does in between is not the pool's. */
const repeats = 3;
const cooldownMs = 3_600_000;

/**
 * Milliseconds from an arrival to the chosen partner, in pools of these sizes; in the same run the linear pool with the
 * same people, which must choose the same. Each size twice: a crowd as it comes, which is what a new leader finds, and
 * those who are left when everyone who comes meets whoever fits, who fit each other least.
 */
export function benchChoosing(sizes: readonly number[], seed: number): void {
  const table: Record<string, Record<string, string>> = {};
  for (const kind of ["as they come", "left over"] as const) {
    for (const size of sizes) table[`${size.toLocaleString("en")} ${kind}`] = choose(size, kind, seed);
  }
  console.log(`from an arrival to the chosen partner, milliseconds (the least of ${repeats}), p50 / p99:`);
  console.table(table);
}

function choose(size: number, kind: "as they come" | "left over", seed: number): Record<string, string> {
  const draw = drawFrom(seed);
  let nextId = 1;
  const newcomer = () => drawWaiting(draw, nextId++, 1_000 * nextId);
  const crowd = kind === "left over" ? leftOver(size, newcomer) : Array.from({ length: size }, newcomer);
  const before = heapUsed();
  const pool = makePool();
  for (const person of crowd) pool.put(person);
  const bytes = (heapUsed() - before) / size;
  const linear = makeLinearPool();
  for (const person of crowd) linear.put(person);

  const meetings = makeMeetings(cooldownMs);
  let broken = 0, other = 0, found = 0;
  const taken: Record<"indexed" | "linear", number[]> = { indexed: [], linear: [] };
  for (let n = 0; n < arrivals.indexed; n++) {
    const person = newcomer();
    const hasMet = (userId: number) => meetings.haveMet(person.userId, userId, 0);
    // some have been shown the first who fits within the cooldown
    const first = draw.chance(0.2) ? pool.partnerFor(person, hasMet) : undefined;
    if (first) meetings.note(person.userId, first.userId, 0);
    const chosen = timed(pool, person, hasMet, taken.indexed);
    if (chosen) found++;
    if (chosen && !isFitting(person, chosen, hasMet)) broken++;
    if (n < arrivals.linear && timed(linear, person, hasMet, taken.linear)?.userId !== chosen?.userId) other++;
  }
  const figures = (ms: number[]) => `${percentile(ms, 0.5).toFixed(4)} / ${percentile(ms, 0.99).toFixed(4)}`;
  return {
    "indexed": figures(taken.indexed),
    "linear": figures(taken.linear),
    "find somebody": `${Math.round(100 * found / arrivals.indexed)} %`,
    "break a condition": String(broken),
    "choose otherwise": String(other),
    "bytes a person": Math.round(bytes).toLocaleString("en"),
  };
}

/** Comes, looks for a partner and goes again, so that the pool stays as it is; the least of some times. */
function timed(pool: Pool, person: Waiting, hasMet: (userId: number) => boolean, ms: number[]): Waiting | undefined {
  let chosen: Waiting | undefined;
  let least = Infinity;
  for (let n = 0; n < repeats; n++) {
    const begun = performance.now();
    pool.put(person);
    chosen = pool.partnerFor(person, hasMet);
    least = Math.min(least, performance.now() - begun);
    pool.remove(person.userId);
  }
  ms.push(least);
  return chosen;
}

/** Held against the conditions themselves. */
function isFitting(a: Waiting, b: Waiting, hasMet: (userId: number) => boolean): boolean {
  return meets(a.conditions, a, b) && meets(b.conditions, b, a) && !a.apart.has(b.userId) && !hasMet(b.userId) &&
    a.userId !== b.userId;
}

/** Lets people come, and those go who fit each other, until so many wait. */
function leftOver(size: number, newcomer: () => Waiting): Waiting[] {
  const pool = makePool();
  const waiting = new Map<number, Waiting>();
  while (pool.size() < size) {
    const person = newcomer();
    const partner = pool.partnerFor(person, () => false);
    if (partner) {
      pool.remove(partner.userId);
      waiting.delete(partner.userId);
    } else {
      pool.put(person);
      waiting.set(person.userId, person);
    }
  }
  return [...waiting.values()];
}

/** Bytes in use once what is not used any more is collected. */
function heapUsed(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  return Deno.memoryUsage().heapUsed;
}
