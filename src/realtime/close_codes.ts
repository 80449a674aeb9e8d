/** Why the server closes a socket. From 4000 on a client reconnects, from 4500 on only after the person has done something. */
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

/** What each means to the author of a client. */
export const closeMeanings: Record<CloseReason, string> = {
  goingAway: "The server stops or restarts, or could not send something: reconnect and resume.",
  authTimeout: "No token came within 10 s.",
  tooSlow: "The client read too slowly: reconnect and resume.",
  tokenExpired: "The access token expired: reconnect with a new one.",
  silent: "A client in a call that had sent `ping` frames was silent for 15 s.",
  badFrame: "A frame was not text, too large or unfinished: a mistake of the client.",
  unauthorized: "The token in `auth` is not valid.",
  sessionEnded: "The session is over: log in again.",
  barred: "The account is suspended or gone.",
  flood: "Far too many frames were refused.",
  tooMany: "The person opened too many sockets: this was the oldest.",
};

/** Whether a client that was closed with a code comes back by itself. */
export const comesBack = (code: number): boolean => code < 4500;
