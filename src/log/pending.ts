import type { Fence, Guard } from "./log.ts";
import type { Row } from "./row.ts";

/** One command on its way to the log: its events encoded, not yet in a batch. */
export type Pending = {
  /** What each event is, for the guards of commands behind it. */
  events: { type: string; tags: readonly string[] }[];
  /** The same events as they go to the database. */
  rows: Row[];
  guards: readonly Guard[];
  fence?: Fence;
};
