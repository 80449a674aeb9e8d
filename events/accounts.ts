import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { gender, id, instant } from "./fields.ts";

const hash = z.string().min(16);

/** Someone made an account. `passwordHash` is argon2id and goes with the person's key. */
export const AccountRegistered = defineEvent("AccountRegistered", {
  data: z.object({
    userId: id,
    username: z.string(),
    usernameHash: hash,
    passwordHash: z.string(),
    registeredAt: instant,
  }),
  tags: (d) => [tag.username(d.usernameHash), tag.user(d.userId)],
  personal: { username: "userId", passwordHash: "userId" },
});

/** An account took another name; the old one is free again. */
export const UsernameChanged = defineEvent("UsernameChanged", {
  data: z.object({ userId: id, username: z.string(), usernameHash: hash, freedHash: hash }),
  tags: (d) => [tag.username(d.usernameHash), tag.username(d.freedHash), tag.user(d.userId)],
  personal: { username: "userId" },
});

/** What a person said of themselves. A field that is absent did not change. */
export const ProfileChanged = defineEvent("ProfileChanged", {
  data: z.object({
    userId: id,
    /** Years at `statedOn`; counts up with the years from there. */
    age: z.int().optional(),
    statedOn: z.iso.date().optional(),
    gender: gender.optional(),
    profileImage: z.string().nullable().optional(),
  }),
  tags: (d) => [tag.user(d.userId)],
  personal: { profileImage: "userId" },
});

/** A login. The session is a family of refresh tokens; `refreshHash` is that of its first. */
export const SessionStarted = defineEvent("SessionStarted", {
  data: z.object({
    sessionId: z.uuid(),
    userId: id,
    refreshHash: hash,
    device: z.string(),
    address: z.string(),
    startedAt: instant,
    expiresAt: instant,
  }),
  tags: (d) => [tag.session(d.sessionId), tag.user(d.userId)],
  personal: { device: "userId", address: "userId" },
});

/** A refresh token was used once and replaced by the next generation. */
export const SessionRefreshed = defineEvent("SessionRefreshed", {
  data: z.object({
    sessionId: z.uuid(),
    userId: id,
    generation: z.int().positive(),
    refreshHash: hash,
    refreshedAt: instant,
    expiresAt: instant,
  }),
  tags: (d) => [tag.session(d.sessionId)],
});

/** A session is over; none of its tokens is good any more. */
export const SessionEnded = defineEvent("SessionEnded", {
  data: z.object({
    sessionId: z.uuid(),
    userId: id,
    reason: z.enum(["logout", "ended_by_user", "refresh_reused"]),
  }),
  tags: (d) => [tag.session(d.sessionId), tag.user(d.userId)],
});

export const accountEvents = {
  AccountRegistered,
  UsernameChanged,
  ProfileChanged,
  SessionStarted,
  SessionRefreshed,
  SessionEnded,
};
