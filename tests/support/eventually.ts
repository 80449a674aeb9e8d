import { pause } from "./pause.ts";

/**
 * Waits until `fn` returns something true, asking every 20 ms, and returns it. What `fn` throws counts as not yet.
 *
 * @throws after `withinMs`, with the last thing `fn` threw as its cause
 */
export async function eventually<T>(fn: () => T | Promise<T>, withinMs = 30_000): Promise<NonNullable<T>> {
  const giveUpAt = performance.now() + withinMs;
  let cause: unknown;
  while (performance.now() < giveUpAt) {
    try {
      const value = await fn();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(20);
  }
  throw new Error(`Not so within ${withinMs} ms: ${fn}`, { cause });
}
