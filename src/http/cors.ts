/** What web pages of other origins may read of an answer besides its body. */
const readable = [
  "content-language",
  "idempotency-replayed",
  "location",
  "retry-after",
  "www-authenticate",
  "x-request-id",
].join(", ");

/** What they may send. */
const sendable = [
  "accept-language",
  "authorization",
  "content-type",
  "idempotency-key",
  "x-correlation-id",
  "x-request-id",
].join(", ");

/** How long a browser need not ask again: 2 hours, the most that Chromium takes. */
const askedAgainSec = 7200;

/** Lets web pages of other origins call (the Fetch standard's CORS protocol). */
export type Cors = {
  /**
   * Says in an answer's headers whether its page may read it; in one to OPTIONS also what it may send. Pages of listed
   * origins may use `credentials: "include"`, but no page of another origin reads what rests on a cookie of ours.
   */
  mark(request: Request, headers: Headers, of: { byCookie: boolean }): void;
};

/** CORS for a list of origins: none, some, or `*`. */
export function createCors(origins: readonly string[]): Cors {
  const listed = new Set(origins);
  const anyone = listed.has("*");
  return {
    mark(request, headers, { byCookie }) {
      if (listed.size === 0) return;
      // caches must not give one origin what was said to another
      if (!anyone) headers.append("vary", "origin");
      const origin = request.headers.get("origin");
      if (origin === null || !(anyone || listed.has(origin))) return;
      headers.set("access-control-allow-origin", anyone ? "*" : origin);
      if (!anyone && !byCookie) headers.set("access-control-allow-credentials", "true");
      if (request.method === "OPTIONS" && request.headers.has("access-control-request-method")) {
        headers.set("access-control-allow-methods", headers.get("allow") ?? "");
        headers.set("access-control-allow-headers", sendable);
        headers.set("access-control-max-age", String(askedAgainSec));
      } else headers.set("access-control-expose-headers", readable);
    },
  };
}
