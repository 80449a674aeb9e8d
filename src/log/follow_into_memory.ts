import type { Event } from "../../events/vocabulary.ts";
import type { Tail } from "./tail.ts";

/** How long to wait for a read model that lags. */
const shownWithinMs = 60_000;

/** Waits until read models show a position. */
type Seeing<M> = { seen(models: readonly M[], position: number, timeoutMs: number): Promise<boolean> };

/**
 * Keeps something in memory up to date with the log: what came before is read from a read model, what comes from then on
 * is noted. It listens before it reads, since what comes meanwhile may or may not be in the table: that is noted after
 * the reading, in its order, so `note` must bear what it knows already.
 */
export async function followIntoMemory<M>(
  { tail, registry }: { tail: Tail; registry: Seeing<M> },
  of: { from: M; read(): Promise<void>; note(event: Event): void },
): Promise<void> {
  const meanwhile: Event[] = [];
  let isReading = true;
  tail.on((event) => isReading ? void meanwhile.push(event) : of.note(event));
  // what came before anybody listened must be in the table
  if (!await registry.seen([of.from], tail.position(), shownWithinMs)) {
    throw new Error("The read models lag too far behind the log to start.");
  }
  await of.read();
  isReading = false;
  meanwhile.forEach(of.note);
}
