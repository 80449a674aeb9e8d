import type { Event, EventOf, EventType } from "../../events/vocabulary.ts";
import type { System } from "../system.ts";

/**
 * Does what leaves the system: a mail, a push, a payment. A durable consumer of the log, with a checkpoint and a lease of
 * its own.
 */
export type Reactor = {
  types: readonly EventType[];
  /**
   * Acts on one event: at least once, and in no order. What must not happen twice goes by the event's position. Rejects
   * where it is to be tried again; resolves where nothing is left to do.
   */
  react(event: Event, system: System): Promise<void>;
};

/** Defines a reactor to some types of events. */
export function reactor<const T extends EventType>(
  types: readonly T[],
  react: (event: EventOf<T>, system: System) => Promise<void>,
): Reactor {
  // only events of these types are handed on
  return { types, react: (event, system) => react(event as EventOf<T>, system) };
}
