import type { RecordedOf } from "./event.ts";

/**
 * Every event there is, by its type. Each file of events adds its own to this interface; `src/apps.ts` says which apps,
 * and with them which events, there are.
 */
// deno-lint-ignore no-empty-interface
export interface Vocabulary {}

/** Any recorded event; narrow it by `event.type`. */
export type Event = RecordedOf<Vocabulary[keyof Vocabulary]>;

export type EventType = Event["type"];

/** The recorded event of one type. */
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
