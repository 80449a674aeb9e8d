import { setTimeout } from "node:timers/promises";
import { overdueIntroductions } from "../../projections/introductions.ts";
import { SYSTEM } from "../command.ts";
import type { Fence } from "../log/log.ts";
import type { System } from "../system.ts";
import { lapseIntroduction } from "./lapse_introduction.ts";

const everyMs = 500;
const atOnce = 200;

/**
 * Lapses requests whose time is over, for as long as this process leads. The read model says which they are: two weeks of
 * open requests are too many to hold in memory. One that could not be lapsed is found again at the next look.
 */
export async function runLapses(system: System, fence: Fence, signal: AbortSignal): Promise<void> {
  const { registry, run, now } = system;
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID(), fence };
  while (!signal.aborted) {
    const overdue = await overdueIntroductions(registry, { now: now(), limit: atOnce });
    await Promise.all(overdue.map((introductionId) => run(lapseIntroduction, { introductionId }, asker)));
    await setTimeout(everyMs, undefined, { signal }).catch(() => {});
  }
}
