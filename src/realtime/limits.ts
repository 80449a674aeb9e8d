import type { Heartbeat } from "./protocol.ts";
import type { PlaceLimits } from "../http/places.ts";
import type { PaceOptions } from "../http/pace.ts";

/** What a socket may take of its server, and how long it may leave it waiting. */
export type SocketLimits = {
  /** Frames that a person may send, over all their sockets. */
  pace: PaceOptions;
  /** Sockets that one person may have on one process. */
  socketsAPerson: number;
  /** Sockets of one address, and in all, that may wait for a token: many people stand behind one, but not for long. */
  strangers: PlaceLimits;
  /** Nobody said who they are: closed. */
  authWithinMs: number;
  /** A socket that announced `resume` and has not sent it is shown what comes, without cursors. */
  resumeWithinMs: number;
  /** How long a client may leave the protocol's own ping unanswered, counted from the last frame that came. */
  idleTimeoutSec: number;
  /** How often clients that send `ping` are asked to. */
  heartbeat: Heartbeat;
  /** Someone in a call who has sent a `ping` and is then silent for so long is closed. */
  silentInCallMs: number;
  /** How often people with a socket are noted as there: those who wait for a match leave the queue otherwise. */
  queueEveryMs: number;
  /** Bytes that may wait to be sent: a client that takes them off more slowly is better off coming back. */
  bufferedBytes: number;
};

export const defaultLimits: SocketLimits = {
  // enough for a call's signals, all at once
  pace: { perSecond: 30, burst: 120 },
  socketsAPerson: 20,
  strangers: { each: 100, inAll: 1_000 },
  authWithinMs: 10_000,
  // longer than a bad network takes to bring the cursor
  resumeWithinMs: 5_000,
  idleTimeoutSec: 30,
  heartbeat: { heartbeat_sec: 25, heartbeat_in_call_sec: 5 },
  silentInCallMs: 15_000,
  queueEveryMs: 20_000,
  bufferedBytes: 1_000_000,
};
