import type { Sql } from "postgres";
import type { Child } from "./child.ts";
import type { Cluster } from "./cluster.ts";
import type { Crew } from "./crew.ts";
import { type Holding, ours } from "./holding.ts";
import type { Fault, Turn } from "./schedule.ts";
import { pause, wait } from "./waiting.ts";

/** What faults are done to. */
export type Victims = {
  cluster: Cluster;
  /** A pool of our own, whose connections are spared. */
  sql: Sql;
  crews: readonly Crew[];
  servers: readonly Child[];
  holding: Holding;
  /** Called at the end of each turn, with what the turn holds still held. */
  turned(next: Turn): Promise<void>;
};

/** How often each was done. */
export type Counts = Map<string, number>;

/** What was hit has so long to come to something before it is hit again, however late it got up. */
const breathMs = 1_000;

/**
 * Does everything on a schedule to its victims, each at its time; what is done to the same one waits its turn. The clock
 * of the schedule stands still while the database recovers, so that a slow machine has as much time in between as a fast
 * one. Resolves at `endMs`, when everything runs again; early when `signal` aborts.
 */
export async function carryOut(
  schedule: readonly Fault[],
  endMs: number,
  victims: Victims,
  counts: Counts,
  signal: AbortSignal,
): Promise<void> {
  const { cluster, crews, servers, holding } = victims;
  const clock = startClock();

  async function act(fault: Fault): Promise<void> {
    switch (fault.what) {
      case "connections killed":
        return count(fault.what, await killConnections(victims.sql, fault.picks));
      case "database stopped":
        await cluster.stopHard();
        count(fault.what);
        await pause(fault.forMs);
        await clock.stopped(cluster.startAgain);
        return await holding.again();
      case "writers killed":
        count(fault.what);
        return await crews[fault.process].kill(fault.forMs);
      case "writers frozen":
        count(fault.what);
        return await crews[fault.process].freeze(fault.forMs);
      case "server frozen":
        count(fault.what);
        servers[fault.process].signal("SIGSTOP");
        await pause(fault.forMs);
        return servers[fault.process].signal("SIGCONT");
      case "turn":
        await victims.turned(fault.turn);
        return await holding.turn(fault.turn);
    }
  }

  function count(what: string, by = 1): void {
    counts.set(what, (counts.get(what) ?? 0) + by);
  }

  await inLanes(schedule, act, { clock, endMs, signal });
}

/** Does every fault at its time. Where one fails the others end as they are at, and leave everything running. */
async function inLanes(
  schedule: readonly Fault[],
  act: (fault: Fault) => Promise<void>,
  { clock, endMs, signal }: { clock: ReturnType<typeof startClock>; endMs: number; signal: AbortSignal },
): Promise<void> {
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const lanes = Map.groupBy(schedule, laneOf).values();
  const ends = await Promise.allSettled([...lanes].map(async (lane) => {
    try {
      let rested = 0;
      for (const fault of lane) {
        await clock.reaches(Math.max(fault.atMs, rested), until);
        if (until.aborted) return;
        await act(fault);
        rested = "forMs" in fault ? clock.now() + breathMs : 0;
      }
      await clock.reaches(endMs, until);
    } catch (error) {
      failed.abort();
      throw error;
    }
  }));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Faults of one lane are done one after the other. */
function laneOf(fault: Fault): string {
  if (fault.what === "server frozen") return `server ${fault.process}`;
  if ("process" in fault) return `writers ${fault.process}`;
  return fault.what;
}

/** A clock that can be made to stand still. */
function startClock() {
  const beganAt = performance.now();
  let stoodMs = 0;
  let standsSince: number | undefined;
  const now = () => (standsSince ?? performance.now()) - beganAt - stoodMs;
  return {
    now,
    async reaches(ms: number, signal: AbortSignal): Promise<void> {
      while (now() < ms && !signal.aborted) await wait(Math.min(50, ms - now()), signal);
    },
    async stopped(act: () => Promise<void>): Promise<void> {
      standsSince = performance.now();
      await act();
      stoodMs += performance.now() - standsSince;
      standsSince = undefined;
    },
  };
}

/** Ends connections that are not ours; returns how many. None can be ended while the database is away. */
async function killConnections(sql: Sql, picks: readonly number[]): Promise<number> {
  try {
    const backends = await sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
        AND application_name <> ${ours} ORDER BY pid`;
    const pids = new Set(picks.flatMap((pick) => backends[Math.floor(pick * backends.length)]?.pid ?? []));
    for (const pid of pids) await sql`SELECT pg_terminate_backend(${pid}::integer)`;
    return pids.size;
  } catch {
    return 0;
  }
}
