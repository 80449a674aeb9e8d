import type { AnyDefinition } from "../../events/event.ts";
import type { Event, EventOf, EventType } from "../../events/vocabulary.ts";
import type { Begin } from "./begins.ts";
import type { Priced } from "./priced.ts";

/** The rules that a history was made under. Apps add to them. */
// deno-lint-ignore no-empty-interface
export interface Limits {}

/** What an invariant may use besides the events: the rules, and what apps say about their own events. */
export type Given = {
  limits: Limits;
  /** What an event begins or ends between people. */
  begins: (event: Event) => Begin | undefined;
  priced: readonly Priced[];
};

/** Notes a violation, at the event that made it one. */
export type Note = (event: Event, sentence: string) => void;

type Handler<T extends EventType> = (event: EventOf<T>) => void;

/** Something that must hold, looked at event by event. `Own`: the events of the app that brings it. */
export type Check<Own extends EventType> = {
  /** Sees every event, before `on` does. */
  before?(event: Event): void;
  /** One entry for each event of the app, also where it is `ignored`; those of others where they matter. */
  on: { [T in Own]: Handler<T> } & { [T in Exclude<EventType, Own>]?: Handler<T> };
  /** After the last event. */
  end?(last: Event): void;
};

/** Something that must hold of every log. */
export type Invariant<Own extends EventType> = {
  /** What holds, in words. */
  says: string;
  begin(note: Note, given: Given): Check<Own>;
};

/** Any invariant, whatever app brings it. */
export type AnyInvariant = {
  says: string;
  begin(note: Note, given: Given): {
    before?(event: Event): void;
    on: Readonly<Record<string, ((event: never) => void) | undefined>>;
    end?(last: Event): void;
  };
};

/** The invariants of an app with these events, by the name that each violation begins with. */
export type Invariants<E extends Readonly<Record<string, AnyDefinition>>> = Readonly<
  Record<string, Invariant<Extract<E[keyof E]["type"], EventType>>>
>;

/** Entries for events of which an invariant has nothing to say, and which begin nothing: see `Begins`. */
export function ignored<T extends EventType>(...types: T[]): Record<T, () => undefined> {
  return Object.fromEntries(types.map((type) => [type, () => undefined])) as Record<T, () => undefined>;
}
