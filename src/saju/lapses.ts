import { setTimeout } from "node:timers/promises";
import { overdueIntroductions } from "../../projections/saju/introductions.ts";
import { SYSTEM } from "../deciding/command.ts";
import type { Fence } from "../log/log.ts";
import type { System } from "../system.ts";
import { lapseIntroduction } from "./lapse_introduction.ts";

const everyMs = 500;
const atOnce = 200;

/**
 * Lapses requests past their time while this process leads. Finds them in the read model: two weeks of open requests are
 * too many for memory. A request that could not be lapsed is found again at the next look.
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
