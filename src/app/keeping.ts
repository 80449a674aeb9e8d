import type { AnyDefinition, DataIn } from "../../events/event.ts";
import type { Fragment, Reader } from "../../projections/projection.ts";
import type { System } from "../system.ts";

/** Something that is kept of people: for how long, and why. */
export type Kept = {
  what: string;
  until: string;
  why: string;
  /** Makes what the leader of housekeeping does every few seconds so that it is so. Absent: nothing need be done. */
  chore?(system: System): () => Promise<unknown>;
};

/** What people say, which stands in the log under their own key. */
export function sealed(what: string): Kept {
  return {
    what,
    until: "the account's end: sealed in the log under the person's key, which is deleted",
    why: "the service itself",
  };
}

/** What happened between people, which the other shares. */
export function shared(what: string): Kept {
  return {
    what,
    until: "for good, under an id that leads to nobody once the account is erased",
    why: "the other's history and mean; the log never changes",
  };
}

/** How an app forgets a person whose account is erased. All of it may be broken off and repeated. */
export type Forgets = {
  /** Deletes what only the log leads to: the key that opens the log is deleted after it. */
  byLog?(system: System, userId: number): Promise<unknown>;
  /**
   * Deletes what lies beside the log. Called again for an hour, since requests may have been under way: whatever is older
   * than `settled` stays deleted.
   */
  besideLog?(system: System, userId: number, settled: Date): Promise<unknown>;
};

/** The pictures that people show in an app. */
export type Pictures<E extends Readonly<Record<string, AnyDefinition>>> = {
  /** Inside a query: those that are shown now, as columns `user_id` and `url`. */
  shown(reader: Reader): Fragment;
  /**
   * Which of its events say what picture a person shows from then on: its URL, null for none, undefined where the event
   * leaves it as it was. Each carries the tag of that person and of nobody else.
   */
  saidBy: { readonly [T in keyof E]?: (data: DataIn<E[T]>) => string | null | undefined };
};

/** The same whatever the events are. */
export type AnyPictures = {
  shown(reader: Reader): Fragment;
  saidBy: Readonly<Record<string, ((data: never) => string | null | undefined) | undefined>>;
};
