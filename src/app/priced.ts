import type { Event, EventType } from "../../events/vocabulary.ts";

/** What one thing costs each of its people, in gems; 0 where it is free. */
export type Bill = { id: number; costs: ReadonlyMap<number, number> };

/**
 * Something of an app that costs gems. The entries of the ledger that pay for it stand right before one of its events, in
 * the same append, and so do those that give it back.
 */
export type Priced = {
  /** As `for` of the ledger's events names it. */
  kind: string;
  paidWith: EventType;
  /** Absent where nothing is ever given back. */
  returnedWith?: EventType;
  /** Sees every event of a log in order; answers at `paidWith` and `returnedWith` what the thing costs. */
  bills(): (event: Event) => Bill | undefined;
};
