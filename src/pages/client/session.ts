import { computed, type Signal, signal } from "@preact/signals";
import type { Answer, ApiName, Given, Input } from "./api.ts";
import { forgetCsrfToken } from "./csrf.ts";
import { greetingIn } from "./greeting.ts";
import { isRefusedAs, type Problem, problemOf } from "./problem.ts";
import { call, plain, request, type Sending } from "./rest.ts";
import { shareLogins } from "./tabs.ts";

/** A document that one agrees to, in its version. */
export type Consent = Input<"POST /api/users/me/consents">["body"]["consents"][number];

/** Who is there. */
export type Me = Answer<"GET /api/auth/me">;

/** Who is logged in, in this browser. */
export type Session = ReturnType<typeof openSession>;

/** The session's state, which the functions below share. */
type State = {
  /** Whether somebody is logged in; undefined until it is known. */
  isOpen: Signal<boolean | undefined>;
  /** Who it is; undefined until it is known. */
  me: Signal<Me | undefined>;
  /** Told when the session is over. */
  ended: () => void;
  /** Asks for consents, and says whether they were given. */
  agree: (consents: Consent[]) => Promise<boolean>;
  /** While it is asked: once, however many requests need them. */
  agreeing?: Promise<boolean>;
  tabs: ReturnType<typeof shareLogins>;
};

const againMs = 2_000;

/**
 * Who is logged in, in this browser: all tabs and all apps share it. It is a cookie that no script can read; the document
 * says whether there is one, and the server who it is.
 */
export function openSession(agree: State["agree"]) {
  const me: State["me"] = signal();
  const isOpen: State["isOpen"] = signal(greetingIn(document)?.isOpen);
  const isLost = signal(false);
  const state: State = { me, isOpen, agree, ended: () => {}, tabs: shareLogins(() => me.peek()?.user_id) };

  return {
    /** Who is there, once that is known. */
    me,
    /** Whether it is known if somebody is logged in. */
    isKnown: computed(() => isOpen.value !== undefined),
    /** Whether somebody is logged in: what reads it is drawn again when it changes. */
    isOpen: computed(() => isOpen.value === true),
    /** Whether the server has not told yet who is there because there is no way to it. */
    isLost,
    /** Says who is told when the session is over and one must log in again. */
    whenEnded: (handle: () => void) => state.ended = handle,
    /** Asks the server again who is there. */
    check: () => check(state),
    /** Forgets who is there without a word to the server. */
    drop: () => drop(state),
    logOut: () => logOut(state),

    /** Asks who is there until there is an answer. */
    async begin(): Promise<void> {
      while (isOpen.peek() === undefined || (isOpen.peek() && !me.peek())) {
        isLost.value = await check(state).then(() => false, () => true);
        if (isLost.peek()) await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    },

    /** Logs in with a username or an e-mail address. */
    async logIn(credentials: { username: string; password: string }): Promise<void> {
      // the answer is a cookie instead of tokens
      await request("POST", "/api/auth/login/", { body: credentials, headers: { "inyeon-session": "cookie" } });
      await check(state);
      state.tabs.tell();
    },

    /** Calls an endpoint in this person's name. Throws `Refused`. */
    async ask<N extends ApiName>(name: N, ...[input]: Given<N>): Promise<Answer<N>> {
      const { method, path, ...sending } = plain(name, input);
      // TypeScript cannot see that the server answers by the endpoint's schema.
      return await send(state, method, path, sending) as Answer<N>;
    },
  };
}

async function check(state: State): Promise<void> {
  try {
    state.me.value = await call("GET /api/auth/me");
    state.isOpen.value = true;
  } catch (error) {
    if (problemOf(error)?.status !== 401) throw error;
    const wasOpen = state.isOpen.peek();
    drop(state);
    if (wasOpen) state.ended();
  }
}

function drop({ me, isOpen }: State): void {
  forgetCsrfToken();
  me.value = undefined;
  isOpen.value = false;
}

async function logOut(state: State): Promise<void> {
  await call("DELETE /api/auth/session").catch(() => {});
  drop(state);
  state.tabs.tell();
}

/** A request in this person's name; sent again where what was missing is there now. */
async function send(state: State, method: string, path: string, sending: Sending): Promise<unknown> {
  const before = state.me.peek()?.user_id;
  try {
    return await request(method, path, sending);
  } catch (error) {
    if (isRefusedAs(error, "consent.required") && await askToAgree(state, missingIn(problemOf(error)))) {
      return await request(method, path, sending);
    }
    const isForged = isRefusedAs(error, "auth.csrf_invalid");
    if (isForged || problemOf(error)?.status === 401) await check(state);
    // the token was of another session of the same person
    if (isForged && before !== undefined && state.me.peek()?.user_id === before) {
      return await request(method, path, sending);
    }
    throw error;
  }
}

/** Asks for missing consents. Logs out a person who does not agree. */
function askToAgree(state: State, consents: Consent[]): Promise<boolean> {
  return state.agreeing ??= (async () => {
    const isGiven = await state.agree(consents);
    if (isGiven) await call("POST /api/users/me/consents", { body: { consents } });
    else await logOut(state).finally(() => state.ended());
    return isGiven;
  })().finally(() => state.agreeing = undefined);
}

const missingIn = (problem: Problem | undefined): Consent[] => problem?.consents as Consent[] ?? [];
