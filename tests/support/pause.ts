import { setTimeout } from "node:timers/promises";

/**
 * Lets some time pass, or less where the signal aborts: either way no timer is left. It is for what must not happen
 * meanwhile, and for what comes now and then; what a test waits for is awaited, or asked for by `eventually`.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
