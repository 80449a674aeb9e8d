import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import { type Browser, csrfField, isByCookie } from "./browser.ts";
import type { Endpoint, Received } from "./endpoint.ts";
import type { Identity, Incoming } from "./request.ts";

/** Judges the cookies of browsers. */
export type CookieJudge = {
  /** Whose session cookie it is, or why it is not taken. */
  identify(browser: Browser): Promise<Identity | Refusal>;
  /** Notes that a session is used. Returns a Set-Cookie header when it is time to send the same cookie again. */
  renew(identity: Identity): string | undefined;
  /** Whether a CSRF token is the one of this browser's session or, without a session, of its visitor cookie. */
  isTokenOf(browser: Browser, token: string | undefined): Promise<boolean>;
  /** The headers that tell a page its CSRF token; a visitor without a cookie gets one. */
  introduce(browser: Browser): Promise<[name: string, value: string][]>;
};

/** Who asks by the session cookie. Pages of other origins never get its authority, whatever CORS lets them do. */
export async function identifyByCookie(
  incoming: Incoming,
  judge: CookieJudge | undefined,
): Promise<Identity | Refusal> {
  const { browser } = incoming.meta;
  if (!judge || !browser || browser.session.length === 0) return refuse("auth.required");
  if (browser.from === "other") return refuse("auth.cookie_foreign");
  const identity = await judge.identify(browser);
  if (isRefusal(identity)) return identity;
  const cookie = judge.renew(identity);
  if (cookie) incoming.added.append("set-cookie", cookie);
  return identity;
}

/** Refuses what is more than a read and rests on a cookie, unless it shows the token that only a page of ours can know. */
export async function refuseForged(
  endpoint: Endpoint,
  { meta: { browser, looks } }: Incoming,
  { body, strings }: Received,
  judge: CookieJudge | undefined,
): Promise<Refusal | undefined> {
  if (!judge || !isByCookie(browser) || isRead(endpoint, looks)) return undefined;
  if (browser.from === "other") return refuse("auth.cookie_foreign");
  const field = strings ? body[csrfField] : undefined;
  const token = browser.csrfToken ?? (typeof field === "string" ? field : undefined);
  return await judge.isTokenOf(browser, token) ? undefined : refuse("auth.csrf_invalid");
}

/** Whether a request changes nothing. A HEAD only looks, even where a GET acts. */
export function isRead({ method, acts }: Pick<Endpoint, "method" | "acts">, looks = false): boolean {
  return method === "GET" && (looks || !acts);
}
