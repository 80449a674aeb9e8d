import { z } from "zod";
import { credentialsByEmail } from "../../projections/accounts/credentials.ts";
import { openSessions } from "../../projections/accounts/sessions.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { instant, limit, opaque, typed } from "../http/fields.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { askerOf } from "./asker.ts";
import { credentialsByLogin } from "./check_password.ts";
import { deviceName } from "./device_name.ts";
import { endOtherSessions } from "./end_other_sessions.ts";
import { endSession } from "./end_session.ts";
import { issueTokens, logIn } from "./log_in.ts";
import { givenPassword } from "./password_fields.ts";
import { refreshSession } from "./refresh_session.ts";
import { emailTag } from "./state.ts";
import { refreshLifetimeSec } from "./tokens.ts";
import { access, app } from "./access.ts";

const publicKeys = {
  id: "PublicKeys",
  examples: [{
    keys: [{
      kty: "OKP",
      crv: "Ed25519",
      x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
      kid: "1",
      alg: "EdDSA",
      use: "sig",
    }],
  }],
};
const tokens = z.object({ access: z.string(), refresh: z.string() }).meta({ id: "Tokens" });

const session = z.object({
  id: z.uuid(),
  device: z.string().nullable(),
  device_name: z.string().nullable(),
  address: z.string().nullable(),
  started_at: instant,
  refreshed_at: instant,
  current: z.boolean(),
}).meta({ id: "Session" });

/** Login, refresh, logout and the list of sessions: seed 001 §1, and API.md. */
export function sessionEndpoints(system: System) {
  return [
    loginEndpoint(system),
    loginByEmailEndpoint(system),
    refreshEndpoint(system),
    logoutEndpoint(system),
    logOutEndpoint(system),
    sessionsEndpoint(system),
    endSessionEndpoint(system),
    endOtherSessionsEndpoint(system),
    publicKeysEndpoint(system),
  ];
}

function loginEndpoint(system: System) {
  return endpoint({
    ...access.login,
    app,
    summary: "Log in with a username or an e-mail address",
    description:
      "Opens a session and answers its two tokens: `access` for the `Authorization` header, good for 15 minutes, and `refresh` for the next pair. The answer to a name that does not exist is the same as to a wrong password. With `Inyeon-Session: cookie` the answer is 204: the session is a cookie then, and `X-CSRF-Token` tells its token.",
    givesCookie: true,
    body: z.object({ username: typed({ min: 1, max: 200 }), password: givenPassword }),
    answers: { 200: tokens, 204: z.null() },
    refusals: ["auth.login_failed", "auth.too_many_failures"],
    handle: async (request) => {
      const { username, password } = request.body;
      return await logIn(system, request, { name: username, password }, await credentialsByLogin(system, username));
    },
  });
}

function loginByEmailEndpoint(system: System) {
  const { registry, secrets } = system;
  return endpoint({
    ...access.loginByEmail,
    app,
    summary: "Log in with an e-mail address",
    description: "Like `POST /api/auth/login/`, but only by e-mail address.",
    givesCookie: true,
    body: z.object({ email: typed({ min: 1, max: 254 }), password: givenPassword }),
    answers: { 200: tokens, 204: z.null() },
    refusals: ["auth.login_failed", "auth.too_many_failures"],
    handle: async (request) => {
      const { email, password } = request.body;
      const found = await credentialsByEmail(registry, secrets.hash(emailTag(email)));
      return await logIn(system, request, { name: email, password }, found);
    },
  });
}

function refreshEndpoint(system: System) {
  const { run } = system;
  return endpoint({
    ...access.refresh,
    app,
    summary: "Use a refresh token once, for a new pair of tokens",
    description:
      "The old refresh token ends with it. A client that lost the answer may repeat the request once within a minute and gets the same tokens; any other second use ends the session.",
    body: z.object({ refresh: opaque({ min: 1, max: 200 }) }),
    answers: { 200: tokens },
    refusals: ["auth.refresh_invalid"],
    handle: async (request) => {
      const shown = system.tokens.verifyRefresh(request.body.refresh);
      if (!shown) return refuse("auth.refresh_invalid");
      const refreshed = await run(refreshSession, {
        ...shown,
        nextHash: system.tokens.refreshHash({ ...shown, generation: shown.generation + 1 }),
        lifetimeSec: refreshLifetimeSec,
      }, askerOf(request));
      return isRefusal(refreshed) ? refreshed : ok(200, await issueTokens(system, refreshed));
    },
  });
}

function logoutEndpoint(system: System) {
  const { run } = system;
  return endpoint({
    ...access.logout,
    app,
    summary: "End the session of a refresh token",
    description:
      "Ends the session at once: its requests are refused and its sockets closed within a second. Logging out twice is harmless.",
    idempotent: true,
    body: z.object({ refresh: opaque({ min: 1, max: 200 }) }),
    answers: { 200: done("session.logged_out", "session.ended") },
    refusals: ["auth.refresh_invalid"],
    handle: async (request) => {
      const shown = system.tokens.verifyRefresh(request.body.refresh);
      if (!shown) return refuse("auth.refresh_invalid");
      const ended = await run(endSession, { sessionId: shown.sessionId, reason: "logout" }, askerOf(request));
      return isRefusal(ended) ? refuse("auth.refresh_invalid") : ok(200, ended);
    },
  });
}

function logOutEndpoint({ run, cookies }: System) {
  return endpoint({
    ...access.logOut,
    app,
    summary: "End this session",
    description:
      "How a page logs out: ends the session that asks, closes its sockets within a second, and deletes the cookie.",
    answers: { 200: done("session.logged_out", "session.ended") },
    handle: async (request) => {
      const { sessionId } = request.user;
      const ended = await run(endSession, { sessionId, reason: "logout" }, askerOf(request));
      return isRefusal(ended) ? ended : ok(200, ended, { headers: request.meta.browser ? cookies.loggedOut() : {} });
    },
  });
}

function sessionsEndpoint({ registry, now }: System) {
  return endpoint({
    ...access.sessions,
    app,
    summary: "My open sessions, last used first",
    description:
      "`refreshed_at` is when one was last used, to within the 15 minutes of an access token, or by cookie to within a day.",
    query: z.object({ limit: limit({ default: 100, max: 1_000 }) }),
    answers: { 200: z.array(session) },
    handle: async ({ user, query }) => {
      const open = await openSessions(registry, { userId: user.userId, now: now(), ...query });
      return ok(
        200,
        open.map((session) => ({
          id: session.id,
          device: session.device,
          device_name: deviceName(session.device),
          address: session.address,
          started_at: new Date(session.started_at).toISOString(),
          refreshed_at: new Date(session.refreshed_at).toISOString(),
          current: session.id === user.sessionId,
        })),
      );
    },
  });
}

function endSessionEndpoint({ run }: System) {
  return endpoint({
    ...access.endSession,
    app,
    summary: "End one of my sessions",
    description:
      "For a device that was lost. Its requests are refused and its sockets closed within a second. Ending it twice is harmless.",
    params: z.object({ id: z.uuid() }),
    answers: { 200: done("session.ended", "session.logged_out") },
    refusals: ["account.session_unknown"],
    handle: async (request) => {
      const input = { sessionId: request.params.id, reason: "ended_by_user" as const };
      const ended = await run(endSession, input, askerOf(request));
      return answer(200, ended);
    },
  });
}

function endOtherSessionsEndpoint({ run }: System) {
  return endpoint({
    ...access.endOtherSessions,
    app,
    summary: "End all of my sessions but this one",
    description: "For a password that somebody else may know. This session stays.",
    answers: { 200: done("session.others_ended") },
    handle: async (request) =>
      answer(200, await run(endOtherSessions, { sessionId: request.user.sessionId }, askerOf(request))),
  });
}

function publicKeysEndpoint(system: System) {
  return endpoint({
    ...access.publicKeys,
    app,
    summary: "The public keys that access tokens are signed with",
    description:
      "A JWK set (RFC 7517) with which others verify access tokens without asking this server. The token's `kid` names the key.",
    answers: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).meta(publicKeys) },
    handle: () => ok(200, { keys: system.tokens.publicKeys.keys.map((key) => ({ ...key })) }),
  });
}
