import { computed, signal } from "@preact/signals";
import type { Answer, ApiName, Given, Input } from "./api.ts";
import { isRefusedAs, type Problem, problemOf } from "./problem.ts";
import { call, plain, request } from "./rest.ts";

const place = "inyeon.session";
/** A token that is good for less than this is renewed before it is used. */
const soonMs = 30_000;

type Tokens = { access: string; refresh: string; goodUntil: number };

/** A document that one agrees to, in its version. */
export type Consent = Input<"POST /api/users/me/consents">["body"]["consents"][number];

/** Who is logged in. */
export type Session = ReturnType<typeof openSession>;

/**
 * Who is logged in, in this tab.
 *
 * The page keeps the tokens in sessionStorage, because it is this tab's alone and gone with it, and survives a reload:
 * each tab has a session of its own, and a refresh token, good for one use, is not used by two. Whoever can run a
 * script on the page could read them; the page's policy lets none run but its own.
 *
 * @param agree asks for consents that are missing, and says whether they were given
 */
export function openSession(agree: (consents: Consent[]) => Promise<boolean>) {
  const tokens = signal<Tokens | undefined>(JSON.parse(sessionStorage.getItem(place) ?? "null") ?? undefined);
  const isOpen = computed(() => tokens.value !== undefined);
  let ended = () => {};
  let renewing: Promise<string> | undefined;
  let agreeing: Promise<void> | undefined;

  function keep({ access, refresh }: { access: string; refresh: string }): string {
    const { exp, iat } = JSON.parse(atob(access.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    // by our own clock, which may be wrong: how long it is good counts, not until when
    tokens.value = { access, refresh, goodUntil: Date.now() + (exp - iat) * 1000 };
    sessionStorage.setItem(place, JSON.stringify(tokens.value));
    return access;
  }

  function drop(): void {
    tokens.value = undefined;
    sessionStorage.removeItem(place);
  }

  async function exchange(): Promise<string> {
    try {
      return keep(await call("POST /api/auth/refresh", { body: { refresh: tokens.value?.refresh ?? "" } }));
    } catch (error) {
      const { status = 0 } = problemOf(error) ?? {};
      if (status >= 400 && status < 500 && status !== 429) {
        drop();
        ended();
      }
      throw error;
    }
  }

  /** New tokens; one exchange at a time, since a refresh token is good for one. */
  const renew = (): Promise<string> => renewing ??= exchange().finally(() => renewing = undefined);

  /** An access token that is good for a while. */
  async function token(): Promise<string> {
    const { access, goodUntil } = tokens.peek() ?? { access: "", goodUntil: 0 };
    return goodUntil - Date.now() > soonMs ? access : await renew();
  }

  const bearer = (access: string) => ({ authorization: `Bearer ${access}` });

  /** Asks once for missing consents, however many requests need them. Logs out a person who does not agree. */
  function askToAgree(consents: Consent[]): Promise<void> {
    return agreeing ??= (async () => {
      if (await agree(consents)) {
        await request("POST", "/api/users/me/consents", { body: { consents }, headers: bearer(await token()) });
        return;
      }
      drop();
      ended();
    })().finally(() => agreeing = undefined);
  }

  /** A request in this person's name; a token that is not taken is renewed once. */
  async function send(method: string, path: string, sending: { body?: unknown; once?: boolean } = {}) {
    const go = (access: string) => request(method, path, { ...sending, headers: bearer(access) });
    try {
      return await go(await token());
    } catch (error) {
      if (isRefusedAs(error, "consent.required")) {
        await askToAgree(missingIn(problemOf(error)));
        return await go(await token());
      }
      if (problemOf(error)?.status !== 401 || !tokens.peek()) throw error;
      return await go(await renew());
    }
  }

  return {
    /** Whether somebody is logged in: what reads it is drawn again when it changes. */
    isOpen,
    /** Says who is told when the session is over and one must log in again. */
    whenEnded: (handle: () => void) => ended = handle,
    /** For the socket: it comes in by a token. */
    token,
    renew,
    drop,
    send,

    async logIn(credentials: { username: string; password: string }): Promise<void> {
      const given = await call("POST /api/auth/login/", { body: credentials });
      // without tokens only where a cookie was asked for
      if (given) keep(given);
    },

    async logOut(): Promise<void> {
      const refresh = tokens.peek()?.refresh ?? "";
      await request("POST", "/api/auth/logout/", { body: { refresh }, headers: bearer(await token()) })
        .catch(() => {});
      drop();
    },

    /** Calls an endpoint in this person's name. Throws `Refused`. */
    async ask<N extends ApiName>(name: N, ...[input]: Given<N>): Promise<Answer<N>> {
      const { method, path, ...sending } = plain(name, input);
      // TypeScript cannot see that the server answers by the endpoint's schema.
      return await send(method, path, sending) as Answer<N>;
    },
  };
}

const missingIn = (problem: Problem | undefined): Consent[] => problem?.consents as Consent[] ?? [];
