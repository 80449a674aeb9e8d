import type { Refusal } from "../answers/refusals.ts";
import type { Browser } from "./browser.ts";

/** Who a token belongs to. */
export type Identity = {
  userId: number;
  sessionId: string;
  isStaff: boolean;
  /** When the token or the session by cookie runs out. */
  expiresAt: Date;
  /** The refusal for a person who is suspended or has yet to agree to something. */
  suspended?: Refusal;
};

/** The two languages in which sentences are written. */
export type Language = "ko" | "en";

/** What surrounds a request; never part of what is decided, but for the idempotency key. */
export type RequestMeta = {
  requestId: string;
  correlationId: string;
  language: Language;
  /** The client's IP address; personal data, so never logged. */
  address: string;
  userAgent: string;
  /** A HEAD request: decided, but not done. */
  looks: boolean;
  /** What came from a browser; absent beside an Authorization header. */
  browser?: Browser;
  /** There when the client sent an Idempotency-Key: a keyed hash of it in its scope, and one of the body. */
  idempotency?: { hash: string; bodyHash: string };
};

/** One request on its way through a route. */
export type Incoming = {
  raw: Request;
  method: string;
  /** As it came, without the query; never logged. */
  path: string;
  /** What stands for the `{names}` of the route's path, decoded. */
  params: Record<string, string>;
  meta: RequestMeta;
  /** The other end of the connection, a client or a proxy (`peerName`); personal data, so never logged. */
  peer: string;
  /** Aborts when the client has gone or the server stops: handlers that wait should answer with what they have. */
  readonly signal: AbortSignal;
  /** Whether it came directly from this machine, not through a proxy. */
  isLocal: boolean;
  /** Headers that the answer carries, whatever comes of the request. */
  added: Headers;
  /** Set once the token is known, for the log. */
  userId?: number;
};

/** A path and method with its own way to answer. Endpoints become routes; pages and sockets are routes. */
export type Route = {
  /** `*` for a route that judges the method itself. */
  method: string;
  /** With `{name}` for a part that varies: `/media/{name}`. */
  path: string;
  /** False for what must answer however often it is asked (health, metrics). */
  limited?: boolean;
  handle(incoming: Incoming): Response | Refusal | Promise<Response | Refusal>;
};

/** The `{names}` of a path, in order. */
export function pathParams(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
}

/** The query of a request as a record; a name that comes several times has an array. */
export function queryOf(raw: Request): Record<string, string | string[]> {
  const start = raw.url.indexOf("?");
  if (start < 0) return {};
  return gather(new URLSearchParams(raw.url.slice(start + 1)));
}

/** Names and values as a record; a name that comes several times has an array. */
export function gather(entries: Iterable<[string, string]>): Record<string, string | string[]> {
  const found = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    const before = found.get(name);
    if (before === undefined) found.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else found.set(name, [before, value]);
  }
  return Object.fromEntries(found);
}
