/** Limits on the connections of a process: what each may hold, and for how long. */
export type DoorLimits = {
  /** Time between two looks at all connections. The limits in looks below are multiples of it. */
  lookEveryMs: number;
  /** Looks within which a connection must send a complete request head. */
  headLooks: number;
  /** Looks for which a connection may idle between two requests: longer than proxies keep theirs. */
  idleLooks: number;
  /** Idle connections in all. Beyond it, those that never had a request are closed first, then the longest idle. */
  idleInAll: number;
  /** Unread bytes that the kernel may keep for a connection, and seconds it keeps one that we closed. */
  unreadBytes: number;
  halfClosedSec: number;
  /** Looks for which the other end may take none of the bytes waiting for it. */
  stuckLooks: number;
  /**
   * Bytes of an unfinished message, above any frame we accept. A socket with more is told to close, and cut if the next
   * look still finds as many.
   */
  unfinishedBytes: number;
  /** Looks for which a message of more than `noticedBytes` may stay unfinished. */
  unfinishedLooks: number;
  noticedBytes: number;
  /**
   * How often to ask whether those must be cut at once: if memory grew by `grownBytes` since the last look, or the timer
   * itself is `lateMs` late.
   */
  wakeEveryMs: number;
  grownBytes: number;
  lateMs: number;
};

/** The usual limits. */
export const defaultDoorLimits: DoorLimits = {
  lookEveryMs: 1_000,
  headLooks: 5,
  idleLooks: 900,
  idleInAll: 4_096,
  unreadBytes: 131_072,
  halfClosedSec: 1,
  stuckLooks: 60,
  unfinishedBytes: 262_144,
  unfinishedLooks: 60,
  // upgrade heads, pings and pongs count too, until a message comes
  noticedBytes: 65_536,
  wakeEveryMs: 20,
  grownBytes: 16_777_216,
  lateMs: 250,
};
