import type { Candidate, Conditions } from "../conditions.ts";

/** Someone in the queue, as the matcher sees them; times in milliseconds. */
export type Waiting = Candidate & {
  userId: number;
  since: number;
  /** When `cell` is to be forgotten. */
  cellUntil: number;
  conditions: Conditions;
  /** People they blocked, and people who blocked them. */
  apart: ReadonlySet<number>;
};
