import type { Heartbeat } from "./own_frames.ts";
import type { PlaceLimits } from "../http/places.ts";
import type { PaceOptions } from "../http/pace.ts";

/** What a socket may take of its server, and how long it may leave it waiting. Apps add limits of their own. */
export interface SocketLimits {
  /** Frames that a person may send, over all their sockets. */
  pace: PaceOptions;
  /** Sockets that one person may have on one process. */
  socketsAPerson: number;
  /** Sockets without a token, per address and in all: many people share an address, but only briefly without a token. */
  strangers: PlaceLimits;
  /** Nobody said who they are: closed. */
  authWithinMs: number;
  /** A socket that announced `resume` but does not send it within this goes live, without cursors. */
  resumeWithinMs: number;
  /** How long a client may leave the protocol's pings unanswered, counted from its last frame. */
  idleTimeoutSec: number;
  /** How often clients that use `ping` should send it. */
  heartbeat: Heartbeat;
  /** Silence after which a client in a call that has sent a `ping` is closed. */
  silentInCallMs: number;
  /** Bytes that may wait to be sent: a client that takes them off more slowly is better off coming back. */
  bufferedBytes: number;
}

export const defaultLimits: SocketLimits = {
  // enough for a call's signals, all at once
  pace: { perSecond: 30, burst: 120 },
  socketsAPerson: 20,
  strangers: { each: 100, inAll: 1_000 },
  authWithinMs: 10_000,
  // longer than a bad network needs to deliver the cursor
  resumeWithinMs: 5_000,
  idleTimeoutSec: 30,
  heartbeat: { heartbeat_sec: 25, heartbeat_in_call_sec: 5 },
  silentInCallMs: 15_000,
  bufferedBytes: 1_000_000,
};
