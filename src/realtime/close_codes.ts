/** Why the server closes a socket. From 4000 on a client comes back, from 4500 on it does not without doing something. */
export const closeCodes = {
  /** The server stops or restarts. */
  goingAway: 4000,
  /** Nobody said who they are within 10 s. */
  authTimeout: 4001,
  /** What was sent is not taken off fast enough. */
  tooSlow: 4002,
  /** The access token ran out; come back with a new one. */
  tokenExpired: 4003,
  /** Nothing was heard for too long. */
  silent: 4004,
  /** A frame that cannot be read, or is too large. */
  badFrame: 4500,
  /** No good token. */
  unauthorized: 4501,
  /** The session is over: log in again. */
  sessionEnded: 4502,
  /** The account is suspended or gone. */
  barred: 4503,
  /** Far too many frames. */
  flood: 4504,
  /** The person has opened too many others since. */
  tooMany: 4505,
} as const;

export type CloseReason = keyof typeof closeCodes;
