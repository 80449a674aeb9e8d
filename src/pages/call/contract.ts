import type { callEndpoints } from "../../calls/call_routes.ts";
import type { matchEndpoints } from "../../calls/match_routes.ts";
import type { gemEndpoints } from "../../gems/gem_routes.ts";
import type { Answer, ApiOf } from "../client/api.ts";

/* What the page of calls asks of the server, beside what all pages do: types alone, from the server's own schemas. */

declare module "../client/api.ts" {
  interface Api extends ApiOf<typeof callEndpoints>, ApiOf<typeof gemEndpoints>, ApiOf<typeof matchEndpoints> {}
}

declare module "../client/socket/frames.ts" {
  interface Replies {
    /** An offer that is already open, or the wait. */
    "match.request": Answer<"POST /api/match/random/">;
    "match.decide": Answer<"POST /api/match/decision/">;
    "call.start": Answer<"POST /api/call/start/">;
  }
}

/** How everything is, as far as calls show it. */
export type Snapshot = Pick<Answer<"GET /api/sync">, "matching" | "match" | "call" | "gems">;

/** A call of the history. */
export type PastCall = Answer<"GET /api/history/recent/">[number];

/** An entry of the ledger. */
export type LedgerEntry = Answer<"GET /api/gem/transactions/">[number];
