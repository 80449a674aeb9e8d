import type { Event } from "../../events/vocabulary.ts";
import type { Log } from "./log.ts";

/**
 * What a process hears of the log as it grows. Every process follows it, so what one appends wakes those who wait on
 * another.
 */
export type Tail = {
  /** Calls `handle` with every event from now on; the result stops it. */
  on(handle: (event: Event) => void): () => void;
  /**
   * Resolves at the next event with one of the tags. Ask before looking at the state, then nothing is missed.
   * Resolves as well when `signal` aborts.
   */
  next(tags: readonly string[], signal: AbortSignal): Promise<void>;
  /** Up to which position every handler has been told. */
  position(): number;
  /** Ends when `signal` given to `followTail` aborts. */
  done: Promise<void>;
};

/** How soon it goes on after something failed. */
const againAfterMs = 100;

/** Follows the log from its head. What fails is reported, and followed from where it stood. */
export async function followTail(
  log: Log,
  signal: AbortSignal,
  report: (what: string, error: unknown) => void,
): Promise<Tail> {
  const handlers = new Set<(event: Event) => void>();
  const waiting = new Map<string, Set<() => void>>();

  function wake(event: Event): void {
    for (const handle of handlers) handle(event);
    for (const tag of event.tags) for (const resolve of waiting.get(tag) ?? []) resolve();
  }

  let position = await log.head();
  async function follow(): Promise<void> {
    while (!signal.aborted) {
      try {
        await log.subscribe(position, (events) => {
          for (const event of events) {
            wake(event);
            position = event.position;
          }
        }, signal);
      } catch (error) {
        report("tail", error);
        await new Promise((resolve) => setTimeout(resolve, againAfterMs));
      }
    }
  }

  return {
    done: follow(),
    position: () => position,
    on(handle) {
      handlers.add(handle);
      return () => handlers.delete(handle);
    },
    next: (tags, stop) =>
      new Promise<void>((resolve) => {
        const finish = () => {
          stop.removeEventListener("abort", finish);
          for (const tag of tags) {
            const others = waiting.get(tag);
            others?.delete(finish);
            if (others?.size === 0) waiting.delete(tag);
          }
          resolve();
        };
        if (stop.aborted) return resolve();
        stop.addEventListener("abort", finish);
        for (const tag of tags) {
          const others = waiting.get(tag) ?? new Set();
          waiting.set(tag, others.add(finish));
        }
      }),
  };
}
