import { greetAgain, greetingIn } from "./greeting.ts";

/*
 * The session is a cookie, which a browser sends with whatever any page asks of us. What only a page of ours can know is
 * a token, which the server tells in its documents and its answers and wants to see with all that is more than a read.
 */

const header = "x-csrf-token";
let token = greetingIn(document)?.csrfToken;

/** Learns the token from an answer. */
export function learnCsrfToken({ headers }: Response): void {
  token = headers.get(header) ?? token;
}

/**
 * The header that goes with a request, also with a GET, which may do more than read. Where the token must be known and is
 * not, it is asked for.
 */
export async function csrfHeaders({ mustBeKnown }: { mustBeKnown: boolean }): Promise<Record<string, string>> {
  if (mustBeKnown) token ??= (await greetAgain())?.csrfToken;
  return token === undefined ? {} : { [header]: token };
}

/** It belonged to a session that is over. */
export function forgetCsrfToken(): void {
  token = undefined;
}
