import { randomBytes } from "node:crypto";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import { type Browser, cookieNames, csrfHeader, setCookie } from "../http/browser.ts";
import type { CookieJudge } from "../http/by_cookie.ts";
import type { System } from "../system.ts";
import type { JudgeSession } from "./authenticate.ts";
import { openCsrfTokens } from "./csrf.ts";
import { extendedEverySec, keepSession } from "./keep_session.ts";
import { followKnownSessions, type KnownSession } from "./known_sessions.ts";
import { openSessionCookie } from "./session_cookie.ts";
import { refreshLifetimeSec } from "./tokens.ts";

/** The sessions of web pages: a cookie that no script can read, and a CSRF token for whatever is more than a read. */
export type CookieSessions = CookieJudge & {
  /** What is stored of a session's cookie. */
  hash(sessionId: string): string;
  /** The headers of an answer that logs a browser in. */
  loggedIn(sessionId: string): Record<string, string>;
  /** The headers of an answer that logs a browser out. */
  loggedOut(): Record<string, string>;
};

/** Opens what knows the sessions of web pages on a process. */
export function openCookieSessions(
  system: Pick<System, "config" | "log" | "registry" | "tail" | "endedSessions" | "secrets" | "run" | "now" | "report">,
  judge: JudgeSession,
): CookieSessions {
  const { secrets, endedSessions, now } = system;
  const secure = system.config.env === "production";
  const cookie = openSessionCookie(secrets.derive("session cookies"));
  const csrf = openCsrfTokens(secrets.derive("csrf tokens"));
  const known = followKnownSessions(system);
  const names = cookieNames({ secure });
  const extend = extensions(system);

  const withSession = (sessionId: string) =>
    setCookie(names.session, cookie.write(sessionId), { secure, maxAgeSec: refreshLifetimeSec });

  async function sessionOf({ session: values }: Browser): Promise<KnownSession | Refusal> {
    // of two cookies of one name nobody can tell which is ours: the other may have been planted
    if (values.length !== 1) return refuse(values.length === 0 ? "auth.required" : "auth.cookie_invalid");
    const sessionId = cookie.read(values[0]);
    if (sessionId === undefined) return refuse("auth.cookie_invalid");
    const session = endedSessions.has(sessionId) ? undefined : await known.find(sessionId);
    const isOpen = session && session.expiresAt > now() && session.refreshHash === cookie.hash(sessionId);
    return isOpen ? session : refuse("auth.session_ended");
  }

  async function holderOf(browser: Browser) {
    const session = await sessionOf(browser);
    if (!isRefusal(session)) return { session: session.sessionId };
    return browser.visitor.length === 1 ? { visitor: browser.visitor[0] } : undefined;
  }

  return {
    hash: cookie.hash,
    async identify(browser) {
      const session = await sessionOf(browser);
      return isRefusal(session) ? session : await judge(session);
    },
    renew: (session) => extend(session) ? withSession(session.sessionId) : undefined,
    async isTokenOf(browser, token) {
      const holder = await holderOf(browser);
      return token !== undefined && holder !== undefined && csrf.isOf(holder, token);
    },
    async introduce(browser) {
      const holder = await holderOf(browser);
      if (holder) return [[csrfHeader, csrf.of(holder)]];
      const visitor = randomBytes(18).toString("base64url");
      return [["set-cookie", setCookie(names.visitor, visitor, { secure })], [csrfHeader, csrf.of({ visitor })]];
    },
    loggedIn: (sessionId) => ({
      "set-cookie": withSession(sessionId),
      [csrfHeader]: csrf.of({ session: sessionId }),
    }),
    loggedOut: () => ({ "set-cookie": setCookie(names.session, "", { secure, maxAgeSec: 0 }) }),
  };
}

/**
 * Returns what extends a session in the background if it was used long enough after its last extension. It returns
 * whether it does so.
 */
function extensions(
  { run, now, report }: Pick<System, "run" | "now" | "report">,
): (session: Parameters<CookieJudge["renew"]>[0]) => boolean {
  const extending = new Set<string>();
  return ({ userId, sessionId, expiresAt }) => {
    const unusedMs = refreshLifetimeSec * 1000 - (expiresAt.getTime() - now().getTime());
    if (unusedMs < extendedEverySec * 1000 || extending.has(sessionId)) return false;
    extending.add(sessionId);
    const asker = { me: userId, correlationId: crypto.randomUUID() };
    run(keepSession, { sessionId, lifetimeSec: refreshLifetimeSec }, asker)
      .catch((error) => report("extending a session", error))
      .finally(() => extending.delete(sessionId));
    return true;
  };
}
