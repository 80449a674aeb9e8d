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

/** Inside a query: the pictures that people show in an app, as columns `user_id` and `url`. */
export type ShownPictures = (reader: Reader) => Fragment;
