import { z } from "zod";
import { credentialsByName } from "../../projections/credentials.ts";
import { openSessions } from "../../projections/sessions.ts";
import { ageOf, ratingOf, userById } from "../../projections/users.ts";
import { load } from "../boundary.ts";
import { answer, endpoint, ok, type Upload } from "../http/endpoint.ts";
import { line, text } from "../http/fields.ts";
import { addressKey } from "../http/limits.ts";
import type { LoginFailures } from "../http/login_failures.ts";
import { deleteImage, type MediaStore, storeImage } from "../http/media.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";
import { askerOf } from "./asker.ts";
import { changeProfile } from "./change_profile.ts";
import { endSession } from "./end_session.ts";
import { hashPassword, isPassword } from "./passwords.ts";
import { refreshSession } from "./refresh_session.ts";
import { signUp } from "./sign_up.ts";
import { startSession } from "./start_session.ts";
import { canonicalName, pictures } from "./state.ts";
import { refreshLifetimeSec } from "./tokens.ts";

const app = "accounts";
const message = z.object({ message: z.string() });
const tokens = z.object({ access: z.string(), refresh: z.string() });
const username = line({ min: 1, max: 50, trim: true });
const password = text({ min: 8, max: 200 });
const age = z.int().min(0).max(130);
const gender = z.enum(["male", "female"]);
const instant = z.iso.datetime();

/** Accounts over REST: sign-up, login and profile of seed 001, sessions and keys of API.md. */
export function accountEndpoints(system: System, media: MediaStore, failures: LoginFailures) {
  const { run, registry, now, ids, secrets } = system;
  const nameHash = (name: string) => secrets.hash(`username ${canonicalName(name)}`);

  /** Stores a picture, does what needs it, and takes it away again if that was refused. */
  async function withImage<A>(bytes: Upload | undefined, act: (url: string | undefined) => Promise<A | Refusal>) {
    const url = bytes && await storeImage(media, bytes);
    if (isRefusal(url)) return url;
    const outcome = await act(url);
    if (url && isRefusal(outcome)) await deleteImage(media, url);
    return outcome;
  }

  async function issue(of: { sessionId: string; userId: number; generation: number; issuedAt: Date }) {
    return { access: await system.tokens.access(of, of.issuedAt), refresh: system.tokens.refresh(of) };
  }

  const profileChange = {
    path: "/api/user/profile/",
    app,
    access: "user" as const,
    body: z.object({ username: username.optional(), age: age.optional(), gender: gender.optional() }),
    uploads: ["profile_image"] as const,
    answers: { 200: message },
    refusals: ["account.username_taken", "account.too_young", "image.invalid"] as const,
  };
  type ProfileChange = Parameters<typeof askerOf>[0] & {
    user: { userId: number };
    body: { username?: string; age?: number; gender?: "male" | "female"; profile_image?: Upload };
  };
  const change = async (request: ProfileChange) => {
    const { username: name, age, gender, profile_image } = request.body;
    const changed = await withImage(profile_image, (profileImage) =>
      run(changeProfile, {
        name: name === undefined ? undefined : { username: name, usernameHash: nameHash(name) },
        age,
        gender,
        profileImage,
      }, askerOf(request)));
    if (profile_image && !isRefusal(changed)) {
      const { state } = await load(system.log, registry, { pictures: pictures(request.user.userId) });
      for (const url of state.pictures.former) await deleteImage(media, url);
    }
    return answer(200, changed);
  };

  return [
    endpoint({
      method: "POST",
      path: "/api/auth/signup/",
      app,
      summary: "Make an account",
      access: "public",
      idempotent: true,
      body: z.object({ username, password, age, gender }),
      uploads: ["profile_image"],
      answers: { 201: message },
      refusals: ["account.username_taken", "account.too_young", "image.invalid"],
      handle: async (request) => {
        const { username, password, age, gender, profile_image } = request.body;
        const passwordHash = await hashPassword(password);
        using reserved = await ids.reserve(["user"]);
        const userId = reserved.take("user");
        const made = await withImage(profile_image, (url) =>
          run(signUp, {
            userId,
            username,
            usernameHash: nameHash(username),
            passwordHash,
            age,
            gender,
            profileImage: url ?? null,
          }, askerOf(request)));
        return answer(201, made);
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/auth/login/",
      app,
      summary: "Log in",
      access: "public",
      body: z.object({ username: text({ min: 1, max: 200 }), password: text({ min: 1, max: 200 }) }),
      answers: { 200: tokens },
      refusals: ["auth.login_failed", "auth.too_many_failures"],
      handle: async (request) => {
        const { username, password } = request.body;
        const { address, userAgent } = request.meta;
        const keys = [secrets.hash(`login ${canonicalName(username)}`), secrets.hash(`address ${addressKey(address)}`)];
        const seconds = await failures.attempt(keys);
        if (seconds > 0) return refuse("auth.too_many_failures", { seconds });
        const holder = await credentialsByName(registry, nameHash(username));
        if (!await isPassword(password, holder?.password_hash) || !holder) return refuse("auth.login_failed");
        await failures.succeeded(keys);
        const sessionId = crypto.randomUUID();
        const started = await run(startSession, {
          sessionId,
          userId: holder.user_id,
          refreshHash: system.tokens.refreshHash({ sessionId, generation: 0 }),
          device: userAgent.slice(0, 200),
          address,
          lifetimeSec: refreshLifetimeSec,
        }, askerOf(request));
        return isRefusal(started) ? started : ok(200, await issue({ ...started, generation: 0, issuedAt: now() }));
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/auth/refresh",
      app,
      summary: "Use a refresh token once, for a new pair of tokens",
      access: "public",
      body: z.object({ refresh: line({ min: 1, max: 200 }) }),
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
        return isRefusal(refreshed) ? refreshed : ok(200, await issue(refreshed));
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/auth/logout/",
      app,
      summary: "End the session of a refresh token",
      access: "user",
      idempotent: true,
      body: z.object({ refresh: line({ min: 1, max: 200 }) }),
      answers: { 200: message },
      refusals: ["auth.refresh_invalid"],
      handle: async (request) => {
        const shown = system.tokens.verifyRefresh(request.body.refresh);
        if (!shown) return refuse("auth.refresh_invalid");
        const ended = await run(endSession, { sessionId: shown.sessionId, reason: "logout" }, askerOf(request));
        return isRefusal(ended) ? refuse("auth.refresh_invalid") : ok(200, ended);
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/auth/sessions/",
      app,
      summary: "My open sessions",
      access: "user",
      answers: {
        200: z.array(z.object({
          id: z.string(),
          device: z.string().nullable(),
          address: z.string().nullable(),
          started_at: instant,
          refreshed_at: instant,
          current: z.boolean(),
        })),
      },
      handle: async ({ user }) => {
        const open = await openSessions(registry, user.userId, now());
        return ok(
          200,
          open.map((session) => ({
            id: session.id,
            device: session.device,
            address: session.address,
            started_at: new Date(session.started_at).toISOString(),
            refreshed_at: new Date(session.refreshed_at).toISOString(),
            current: session.id === user.sessionId,
          })),
        );
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/api/auth/sessions/{id}",
      app,
      summary: "End one of my sessions",
      access: "user",
      params: z.object({ id: z.uuid() }),
      answers: { 200: message },
      refusals: ["account.session_unknown"],
      handle: async (request) => {
        const input = { sessionId: request.params.id, reason: "ended_by_user" as const };
        const ended = await run(endSession, input, askerOf(request));
        return answer(200, ended);
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/user/profile/",
      app,
      summary: "My profile",
      access: "user",
      answers: {
        200: z.object({
          username: z.string().nullable(),
          age: z.int().nullable(),
          gender: z.string().nullable(),
          profile_image: z.string().nullable(),
          rating: z.number().nullable(),
          date_joined: instant,
          is_active: z.boolean(),
          is_matching: z.boolean(),
        }),
      },
      handle: async ({ user }) => {
        const me = await userById(registry, user.userId);
        if (!me) return refuse("auth.session_ended");
        return ok(200, {
          username: me.username,
          age: ageOf(me, now()),
          gender: me.gender,
          profile_image: me.profile_image,
          rating: ratingOf(me),
          date_joined: new Date(me.date_joined).toISOString(),
          is_active: me.is_active,
          is_matching: me.is_matching,
        });
      },
    }),
    endpoint({ ...profileChange, method: "PUT", summary: "Change what is sent of my profile", handle: change }),
    endpoint({ ...profileChange, method: "PATCH", summary: "The same as PUT", handle: change }),
    endpoint({
      method: "GET",
      path: "/.well-known/jwks.json",
      app,
      summary: "The public keys that access tokens are signed with",
      access: "public",
      answers: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
      handle: () => ok(200, { keys: system.tokens.publicKeys.keys.map((key) => ({ ...key })) }),
    }),
  ];
}
