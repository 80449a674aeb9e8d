import type { Event, EventType } from "../../events/vocabulary.ts";
import type { Meta, NewEvent } from "../../events/event.ts";

/** Some events of the log: those that carry ALL the tags of one item (and are of one of its types, where it names any). */
export type Query = { any: { types?: readonly EventType[]; tags: readonly string[] }[] };

/** Refuses a command if an event of the query stands after a position: what a decision read must still be so. */
export type Guard = Query & { after: number };

/** One command's outcome, to be appended whole or not at all. */
export type Append = {
  events: NewEvent[];
  guards: Guard[];
  meta: Meta;
  /** Added to the tags of every event (an Idempotency-Key). */
  extraTags?: string[];
  /** Set by a leader: nothing is appended once another has taken over. */
  fence?: Fence;
};

/** A lease's name and the epoch in which its holder took it. */
export type Fence = { lease: string; epoch: number };

/** `position` is that of the command's last event. */
export type Appended =
  | { outcome: "appended"; position: number }
  | { outcome: "conflict" }
  | { outcome: "fenced" };

/** The append-only log of every fact. Positions are gapless, from 1, in commit order. */
export type Log = {
  /** Which log this is; a database restored from an older copy gets a new one. */
  id: string;
  /**
   * Appends one command. Those that wait at the same time share a call to the database, each standing or falling alone.
   * Rejects with `Unavailable` while the database is away: then it may or may not have happened.
   */
  append(command: Append): Promise<Appended>;
  /** Events after a position in order, at most `limit`, of the query or of all. */
  read(from: { after: number; limit: number; query?: Query }): Promise<Event[]>;
  /** Position of the last event; 0 on an empty log. */
  head(): Promise<number>;
  /** A position up to which everything is older than so many seconds. Refreshed at most once a minute. */
  olderThan(sec: number): Promise<number>;
  /**
   * Calls `handle` with every event after `after`, once each and in order, page by page, now and as they come,
   * until `signal` aborts. Awaits `handle` before the next page.
   */
  subscribe(after: number, handle: (events: Event[]) => void | Promise<void>, signal: AbortSignal): Promise<void>;
};

/** Something was to be sealed for a person who was forgotten: nobody is given a key again. */
export class Forgotten extends Error {
  override name = "Forgotten";
}

/** The database cannot be reached, or gave up; HTTP answers 503 with Retry-After. */
export class Unavailable extends Error {
  override name = "Unavailable";
}
