import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { consentKind, gender, id, instant } from "./fields.ts";

const hash = z.string().min(16);

/** Keyed hashes of what a name looks like, one or two. Absent in older versions of the events. */
const skeletons = z.array(hash).max(2).optional();
const looks = (...hashes: (string[] | undefined)[]) => hashes.flatMap((some) => some ?? []).map(tag.skeleton);

/** Someone made an account, with or without a username. `passwordHash` is argon2id and goes with the person's key. */
export const AccountRegistered = defineEvent("AccountRegistered", {
  version: 3,
  data: z.object({
    userId: id,
    username: z.string().nullable(),
    usernameHash: hash.nullable(),
    skeletonHashes: skeletons,
    passwordHash: z.string(),
    registeredAt: instant,
  }),
  tags: (d) => [
    ...(d.usernameHash ? [tag.username(d.usernameHash)] : []),
    tag.user(d.userId),
    ...looks(d.skeletonHashes),
  ],
  personal: { username: "userId", passwordHash: "userId" },
  // 1: every account had a username. 2: what the name looks like was not recorded
  upcasters: { 1: (data) => data, 2: (data) => data },
});

/** An account took another name; the old one, if it had one, is free again. */
export const UsernameChanged = defineEvent("UsernameChanged", {
  version: 3,
  data: z.object({
    userId: id,
    username: z.string(),
    usernameHash: hash,
    freedHash: hash.nullable(),
    skeletonHashes: skeletons,
    freedSkeletonHashes: z.array(hash).optional(),
  }),
  tags: (d) => [
    tag.username(d.usernameHash),
    ...(d.freedHash ? [tag.username(d.freedHash)] : []),
    tag.user(d.userId),
    ...looks(d.skeletonHashes, d.freedSkeletonHashes),
  ],
  personal: { username: "userId" },
  upcasters: { 1: (data) => data, 2: (data) => data },
});

/**
 * Records what a name looks like that was taken before lookalikes were refused. Others may have a name that looks the
 * same: existing names stay.
 */
export const UsernameSkeletonNoted = defineEvent("UsernameSkeletonNoted", {
  data: z.object({ userId: id, skeletonHashes: z.array(hash).max(2), freedSkeletonHashes: z.array(hash) }),
  tags: (d) => [tag.user(d.userId), ...looks(d.skeletonHashes, d.freedSkeletonHashes)],
});

/** What a person said of themselves. A field that is absent did not change. */
export const ProfileChanged = defineEvent("ProfileChanged", {
  data: z.object({
    userId: id,
    /** Years at `statedOn`; counts up with the years from there. */
    age: z.int().optional(),
    statedOn: z.iso.date().optional(),
    /** Wins over a stated age, in every app. */
    birthDate: z.iso.date().optional(),
    gender: gender.optional(),
    profileImage: z.string().nullable().optional(),
  }),
  tags: (d) => [tag.user(d.userId)],
  personal: { birthDate: "userId", profileImage: "userId" },
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
    reason: z.enum(["logout", "ended_by_user", "refresh_reused", "password_changed", "expired", "erased"]),
  }),
  tags: (d) => [tag.session(d.sessionId), tag.user(d.userId)],
});

/** An account has another password; `passwordHash` is argon2id. */
export const PasswordChanged = defineEvent("PasswordChanged", {
  data: z.object({ userId: id, passwordHash: z.string(), how: z.enum(["changed", "reset"]) }),
  tags: (d) => [tag.user(d.userId)],
  personal: { passwordHash: "userId" },
});

/** An account claimed an e-mail address, which is its alone from now on; the one before is free again. */
export const EmailChanged = defineEvent("EmailChanged", {
  data: z.object({ userId: id, email: z.string(), emailHash: hash, freedHash: hash.nullable() }),
  tags: (d) => [tag.email(d.emailHash), ...(d.freedHash ? [tag.email(d.freedHash)] : []), tag.user(d.userId)],
  personal: { email: "userId" },
});

/** The account holder proved that they read mail sent to its address. */
export const EmailVerified = defineEvent("EmailVerified", {
  data: z.object({ userId: id, emailHash: hash }),
  tags: (d) => [tag.user(d.userId)],
});

/** An account is gone: its name and address are free, and its person's key is deleted after this. */
export const AccountErased = defineEvent("AccountErased", {
  version: 2,
  data: z.object({
    userId: id,
    usernameHash: hash.nullable(),
    emailHash: hash.nullable(),
    skeletonHashes: z.array(hash).optional(),
  }),
  tags: (d) => [
    ...(d.usernameHash ? [tag.username(d.usernameHash)] : []),
    ...(d.emailHash ? [tag.email(d.emailHash)] : []),
    tag.user(d.userId),
    ...looks(d.skeletonHashes),
  ],
  upcasters: { 1: (data) => data },
});

/** Staff took an account out of use; `until` null means for good. */
export const AccountSuspended = defineEvent("AccountSuspended", {
  data: z.object({ userId: id, by: id, reason: z.string(), until: instant.nullable() }),
  tags: (d) => [tag.user(d.userId)],
  personal: { reason: "userId" },
});

/** An account may be used again; `by` is null where the suspension's time was over. */
export const AccountReinstated = defineEvent("AccountReinstated", {
  data: z.object({ userId: id, by: id.nullable() }),
  tags: (d) => [tag.user(d.userId)],
});

/** An account may do what staff may. */
export const StaffAppointed = defineEvent("StaffAppointed", {
  data: z.object({ userId: id }),
  tags: (d) => [tag.user(d.userId)],
});

/** An account is no longer staff. */
export const StaffDismissed = defineEvent("StaffDismissed", {
  data: z.object({ userId: id }),
  tags: (d) => [tag.user(d.userId)],
});

/** Someone agreed to a version of something. Kept for ever, as proof of the consent. */
export const ConsentGiven = defineEvent("ConsentGiven", {
  data: z.object({ userId: id, kind: consentKind, version: z.string(), givenAt: instant }),
  tags: (d) => [tag.user(d.userId)],
});

/** A member of staff was shown what is personal to someone, through a report. */
export const PersonalDataViewed = defineEvent("PersonalDataViewed", {
  data: z.object({ userIds: z.array(id), by: id, reportId: id }),
  tags: (d) => [tag.report(d.reportId), ...d.userIds.map(tag.user)],
});

/** What a mail is for. */
export const mailPurpose = z.enum(["reset", "verification"]);

/** Somebody asked for a mail to an address; whose it is, if anybody's, is not looked up before. */
export const MailRequested = defineEvent("MailRequested", {
  data: z.object({
    purpose: mailPurpose,
    emailHash: z.string().min(16),
    language: z.enum(["ko", "en"]),
    requestedAt: instant,
  }),
  tags: (d) => [tag.email(d.emailHash)],
});

export const accountEvents = {
  AccountRegistered,
  UsernameChanged,
  UsernameSkeletonNoted,
  ProfileChanged,
  SessionStarted,
  SessionRefreshed,
  SessionEnded,
  PasswordChanged,
  EmailChanged,
  EmailVerified,
  MailRequested,
  AccountErased,
  AccountSuspended,
  AccountReinstated,
  StaffAppointed,
  StaffDismissed,
  ConsentGiven,
  PersonalDataViewed,
};

type AccountEvents = typeof accountEvents;

declare module "./vocabulary.ts" {
  interface Vocabulary extends AccountEvents {}
}
