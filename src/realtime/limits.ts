import { defaultPace, type PaceOptions } from "./pace.ts";
import type { StrangerLimits } from "./strangers.ts";

/** What a socket may take of its server, and how long it may leave it waiting. */
export type SocketLimits = {
  pace: PaceOptions;
  /** Sockets that one person may have on one process. */
  socketsAPerson: number;
  /** Sockets that may wait for a token on one process. */
  strangers: StrangerLimits;
  /** Nobody said who they are: closed. */
  authWithinMs: number;
  /** Someone who does not say within that time from where to go on begins with what comes. */
  beginWithinMs: number;
  /** How long a client may leave the protocol's own ping unanswered, counted from the last frame that came. */
  idleTimeoutSec: number;
  /** Clients ping every 25 s, and every 5 s in a call; whoever is silent for so long is closed. */
  silentMs: number;
  silentInCallMs: number;
  /** Bytes that may wait to be sent: a client that takes them off more slowly is better off coming back. */
  bufferedBytes: number;
};

export const defaultLimits: SocketLimits = {
  pace: defaultPace,
  socketsAPerson: 20,
  strangers: { perAddress: 100, inAll: 1_000 },
  authWithinMs: 10_000,
  // longer than a bad network takes to bring the cursor: whoever shows one must not be shown newer things before
  beginWithinMs: 5_000,
  idleTimeoutSec: 30,
  silentMs: 75_000,
  silentInCallMs: 15_000,
  bufferedBytes: 1_000_000,
};
