import { setTimeout } from "node:timers/promises";
import { dropUnused } from "../read_models/rebuild.ts";
import type { System } from "../system.ts";

const everyMs = 10_000;

/** Forgets what has expired and drops tables nobody reads, for as long as this process leads. */
export async function keepHouse(
  system: System,
  sweeps: readonly (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<void> {
  const { sql, report } = system;
  const chores = [
    ...sweeps,
    () => dropUnused(sql),
    () => sql`SELECT point_view(name) FROM (SELECT DISTINCT name FROM read_models) models`,
  ];
  while (!signal.aborted) {
    for (const chore of chores) {
      if (signal.aborted) return;
      try {
        await chore();
      } catch (error) {
        // one that fails keeps no other from its turn
        if (!signal.aborted) report("housekeeping", error);
      }
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => {});
  }
}
