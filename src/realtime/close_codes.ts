/** Why the server closes a socket. From 4000 on a client comes back, from 4500 on it does not without doing something. */
export const closeCodes = {
  goingAway: 4000,
  authTimeout: 4001,
  tooSlow: 4002,
  tokenExpired: 4003,
  silent: 4004,
  badFrame: 4500,
  unauthorized: 4501,
  sessionEnded: 4502,
  barred: 4503,
  flood: 4504,
  tooMany: 4505,
} as const;

export type CloseReason = keyof typeof closeCodes;

/** What each says to whoever writes a client. */
export const closeMeanings: Record<CloseReason, string> = {
  goingAway: "The server stops or restarts, or could not show something: come back and resume.",
  authTimeout: "Nobody said who they are within 10 s.",
  tooSlow: "What was sent was not taken off fast enough: come back and resume.",
  tokenExpired: "The access token ran out: come back with a new one.",
  silent: "Someone in a call who had sent `ping` frames was silent for 15 s.",
  badFrame: "A frame that is no text, or is too large, or has no end: a mistake of the client.",
  unauthorized: "The token in `auth` is not good.",
  sessionEnded: "The session is over: log in again.",
  barred: "The account is suspended or gone.",
  flood: "Far too many frames were refused.",
  tooMany: "The person has opened too many sockets since: this was the oldest.",
};

/** Whether a client that was closed with a code comes back by itself. */
export const comesBack = (code: number): boolean => code < 4500;
