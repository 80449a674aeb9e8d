import type { Draw } from "../../app/simulates.ts";
import { drawFrom, seedFor } from "../simulate/draw.ts";

/** What stands beside the faults, in turn, each for a part of the run. */
export const turns = [
  "a fresh database that is never analysed",
  "a transaction left idle in this database",
  "a transaction left idle in another database",
  "a long snapshot held open",
] as const;

export type Turn = (typeof turns)[number];

/** One thing done to the system, `atMs` after the beginning. */
export type Fault =
  & { atMs: number }
  & (
    /** Server-side connections are ended; each number picks one, from 0 to 1 along those there are. */
    | { what: "connections killed"; picks: number[] }
    /** The database is stopped hard, stays away for a while and is started again. */
    | { what: "database stopped"; forMs: number }
    /** A process of writers is killed with -9, and started again after a while. */
    | { what: "writers killed"; process: number; forMs: number }
    /** A process is frozen with SIGSTOP, and woken after a while. */
    | { what: "writers frozen" | "server frozen"; process: number; forMs: number }
    | { what: "turn"; turn: Turn }
  );

export const processes = 2;

/** Which part of the run each turn takes; the snapshot of a run of half an hour stands for more than ten minutes. */
const shares = [0.35, 0.15, 0.15, 0.35];
/** Longer than an append is tried again, and than a lease lasts. */
const longMs: [number, number] = [5_500, 7_500];
const eachLong = 3;

/**
 * Draws everything that will be done in a run of so many seconds: the same for the same seed. In the last turn the
 * database is not stopped, which would end the snapshot.
 *
 * @example
 * ```ts
 * import { drawSchedule } from "./schedule.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(drawSchedule(7, 30), drawSchedule(7, 30));
 * ```
 */
export function drawSchedule(seed: number, seconds: number): Fault[] {
  const endMs = 1_000 * seconds;
  // in a long run there is more time to get going again between the faults
  const calm = Math.min(4, Math.max(1, seconds / 30));
  const begins = shares.map((_, n) => endMs * shares.slice(0, n).reduce((sum, share) => sum + share, 0));
  let stream = 0;

  /** One fault after the other on one thing, with pauses between them. */
  function along(pauseMs: [number, number], untilMs: number, fault: (draw: Draw, n: number) => Unplaced): Fault[] {
    const draw = drawFrom(seedFor(seed, ++stream));
    const faults: Fault[] = [];
    let atMs = draw.whole(...pauseMs);
    for (let n = 1; atMs < untilMs; n++) {
      const drawn = fault(draw, n);
      faults.push({ ...drawn, atMs });
      atMs += ("forMs" in drawn ? drawn.forMs : 0) + draw.whole(...pauseMs);
    }
    return faults;
  }
  const pause = (from: number, to: number): [number, number] => [Math.round(calm * from), Math.round(calm * to)];
  const each = Array.from({ length: processes }, (_, process) => process);

  return [
    ...turns.map((turn, n): Fault => ({ what: "turn", turn, atMs: begins[n] })),
    ...along([80, 400], endMs, (draw) => ({
      what: "connections killed",
      picks: Array.from({ length: draw.whole(1, 3) }, () => draw.next()),
    })),
    ...along(pause(1_500, 3_500), begins[3] - 1_000, (draw, n) => ({
      what: "database stopped",
      forMs: n % eachLong === 2 ? draw.whole(...longMs) : draw.whole(0, 1_500),
    })),
    ...each.flatMap((process) =>
      along(pause(1_200, 3_500), endMs, (draw, n): Unplaced => {
        if (draw.chance(0.5)) return { what: "writers killed", process, forMs: draw.whole(0, 800) };
        const forMs = n % (2 * eachLong) === 0 ? draw.whole(...longMs) : draw.whole(200, 2_500);
        return { what: "writers frozen", process, forMs };
      })
    ),
    ...each.flatMap((process) =>
      along(pause(3_000, 8_000), endMs, (draw) => ({ what: "server frozen", process, forMs: draw.whole(300, 4_500) }))
    ),
  ].sort((a, b) => a.atMs - b.atMs);
}

type Without<T> = T extends unknown ? Omit<T, "atMs"> : never;
type Unplaced = Without<Fault>;

/** The schedule as text, a line each; connections, which are killed several times a second, a line between two others. */
export function described(schedule: readonly Fault[]): string[] {
  const lines: string[] = [];
  let kills = 0;
  const tellKills = () => {
    if (kills > 0) lines.push(`            ${kills} × some connections killed`);
    kills = 0;
  };
  for (const fault of schedule) {
    if (fault.what === "connections killed") {
      kills++;
      continue;
    }
    tellKills();
    const at = `at ${(fault.atMs / 1000).toFixed(1).padStart(7)} s `;
    if (fault.what === "turn") lines.push(`${at} ${fault.turn}`);
    else {
      const which = "process" in fault ? ` (${fault.process + 1})` : "";
      lines.push(`${at} ${fault.what}${which} for ${(fault.forMs / 1000).toFixed(1)} s`);
    }
  }
  tellKills();
  return lines;
}
