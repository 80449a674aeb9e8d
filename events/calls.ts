import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { id, instant, pair } from "./fields.ts";

const bothUsers = ([a, b]: [number, number]) => [tag.user(a), tag.user(b)];

/** Whom a person wants to be matched with, from now until they change it. */
export const MatchSettingsSaved = defineEvent("MatchSettingsSaved", {
  data: z.object({
    userId: id,
    preferredGender: z.enum(["male", "female", "all"]),
    /** Both ends included. */
    ageRange: z.tuple([z.int(), z.int()]),
    radiusKm: z.int().nullable(),
  }),
  tags: (d) => [tag.user(d.userId)],
  personal: { preferredGender: "userId" },
});

/** A person entered the queue; their wait counts from `since`. */
export const MatchRequested = defineEvent("MatchRequested", {
  data: z.object({ userId: id, since: instant }),
  tags: (d) => [tag.user(d.userId)],
});

/** A person left the queue without an offer being open. */
export const MatchRequestEnded = defineEvent("MatchRequestEnded", {
  version: 2,
  data: z.object({
    userId: id,
    /** `profile`: their profile is incomplete; `gems`: they cannot pay for their conditions. */
    reason: z.enum(["cancelled", "absent", "suspended", "erased", "profile", "gems"]),
  }),
  tags: (d) => [tag.user(d.userId)],
  // version 2 added the later reasons
  upcasters: { 1: (data) => data },
});

/** Two waiting people were shown each other. Element n of each list belongs to `userIds[n]`. */
export const MatchOffered = defineEvent("MatchOffered", {
  data: z.object({
    matchId: id,
    userIds: pair,
    /** Since when each had waited: the place they get back if it comes to nothing through the other. */
    waitingSince: z.tuple([instant, instant]),
    /** Gems that each one's own conditions cost, once, if it becomes a match. */
    costs: z.tuple([z.int(), z.int()]),
    offeredAt: instant,
    expiresAt: instant,
  }),
  tags: (d) => [tag.match(d.matchId), tag.pair(d.userIds), ...bothUsers(d.userIds)],
});

/** One of the two said yes while the other has not decided yet. */
export const MatchAccepted = defineEvent("MatchAccepted", {
  data: z.object({ matchId: id, userId: id }),
  tags: (d) => [tag.match(d.matchId), tag.user(d.userId)],
});

/** The offer came to nothing. `requeued` wait again at their old place; the others left the queue. */
export const MatchDropped = defineEvent("MatchDropped", {
  data: z.object({
    matchId: id,
    userIds: pair,
    reason: z.enum(["declined", "expired", "cancelled", "gems", "blocked", "suspended", "erased"]),
    /** Whose doing it was; null for a deadline. */
    by: id.nullable(),
    requeued: z.array(id).max(2),
  }),
  tags: (d) => [tag.match(d.matchId), ...bothUsers(d.userIds)],
});

/** Both said yes. The gems are spent in the same append. */
export const MatchMade = defineEvent("MatchMade", {
  data: z.object({
    matchId: id,
    userIds: pair,
    /** Who said yes last; the other's MatchAccepted stands before. */
    acceptedBy: id,
    madeAt: instant,
    /** The call must start by then, or the match lapses. */
    startBy: instant,
  }),
  tags: (d) => [tag.match(d.matchId), ...bothUsers(d.userIds)],
});

/** A match ended without a call: nobody started it in time, or one of the two left. Refunds go in the same append. */
export const MatchLapsed = defineEvent("MatchLapsed", {
  version: 2,
  data: z.object({
    matchId: id,
    userIds: pair,
    reason: z.enum(["expired", "cancelled", "blocked", "suspended", "erased"]),
    /** Who ended it; null for a deadline, and where version 1 did not say. */
    by: id.nullable(),
  }),
  tags: (d) => [tag.match(d.matchId), ...bothUsers(d.userIds)],
  upcasters: { 1: (data) => ({ ...data, reason: data.reason ?? "expired", by: null }) },
});

/** One of the two started the call of a match. Version 1 also said when it would end by itself. */
export const CallStarted = defineEvent("CallStarted", {
  version: 2,
  data: z.object({ callId: id, matchId: id, userIds: pair, startedBy: id, startedAt: instant }),
  tags: (d) => [tag.call(d.callId), tag.match(d.matchId), ...bothUsers(d.userIds)],
  upcasters: { 1: ({ endsBy: _, ...data }) => data },
});

export const CallEnded = defineEvent("CallEnded", {
  data: z.object({
    callId: id,
    matchId: id,
    userIds: pair,
    reason: z.enum(["hung_up", "too_long", "disconnected", "blocked", "suspended", "erased"]),
    endedAt: instant,
    durationSec: z.int().nonnegative(),
  }),
  tags: (d) => [tag.call(d.callId), tag.match(d.matchId), ...bothUsers(d.userIds)],
});

/** One of the two said how the call was. */
export const CallRated = defineEvent("CallRated", {
  data: z.object({
    ratingId: id,
    callId: id,
    raterId: id,
    rateeId: id,
    rating: z.int().min(1).max(5),
    comment: z.string().nullable(),
    ratedAt: instant,
  }),
  tags: (d) => [tag.call(d.callId), tag.user(d.raterId), tag.user(d.rateeId)],
  personal: { comment: "raterId" },
});

export const callEvents = {
  MatchSettingsSaved,
  MatchRequested,
  MatchRequestEnded,
  MatchOffered,
  MatchAccepted,
  MatchDropped,
  MatchMade,
  MatchLapsed,
  CallStarted,
  CallEnded,
  CallRated,
};

type CallEvents = typeof callEvents;

declare module "./vocabulary.ts" {
  interface Vocabulary extends CallEvents {}
}
