import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { id, instant } from "./fields.ts";

const certainty = z.enum(["certain", "ambiguous", "unknown"]);

/** The pillars of a birth, each two Hanja, and how sure each is. */
export const pillars = z.object({
  year: z.string(),
  month: z.string(),
  day: z.string(),
  hour: z.string().nullable(),
  precision: z.object({ year: certainty, month: certainty, day: certainty, hour: certainty }),
});

/** What people may say of themselves beyond what blind dates need. Absent: it did not change. */
export const sajuFields = {
  /** HH:MM on a Korean clock. */
  birthTime: z.string().nullable().optional(),
  location: z.string().nullable().optional(),
  job: z.string().nullable().optional(),
  bio: z.string().nullable().optional(),
  /** Their own here: a stranger of the calls stays a stranger. */
  profileImage: z.string().nullable().optional(),
  /** Null: the other of male and female, everyone for other. */
  preferredGender: z.enum(["male", "female", "other", "all"]).nullable().optional(),
  /** Both ends included. Null: any. */
  ageRange: z.tuple([z.int(), z.int()]).nullable().optional(),
  /** The calendar in which the birth date was given. ProfileChanged holds it as a solar date. */
  birthCalendar: z.enum(["solar", "lunar"]).optional(),
};

/**
 * What a person said of themselves for blind dates; birth date and gender stand in ProfileChanged. A field that is absent
 * did not change.
 */
export const SajuProfileChanged = defineEvent("SajuProfileChanged", {
  version: 2,
  data: z.object({
    userId: id,
    name: z.string().optional(),
    ...sajuFields,
    /** Whether they stay out of other people's lists for now. */
    paused: z.boolean().optional(),
    /** Of the birth as it stands after this. */
    pillars: pillars.optional(),
    changedAt: instant,
  }),
  tags: (d) => [tag.user(d.userId)],
  personal: {
    name: "userId",
    birthTime: "userId",
    location: "userId",
    job: "userId",
    bio: "userId",
    profileImage: "userId",
    preferredGender: "userId",
    ageRange: "userId",
    birthCalendar: "userId",
    paused: "userId",
    pillars: "userId",
  },
  // all dates were solar, nobody could pause or prefer `other`
  upcasters: { 1: (data) => data },
});

/**
 * A birth date, or a time that changes the pillars which count, was corrected; what it is now stands in the events beside
 * this one. Lists that were drawn by the one before are void.
 */
export const BirthDateCorrected = defineEvent("BirthDateCorrected", {
  data: z.object({ userId: id, correctedAt: instant }),
  tags: (d) => [tag.user(d.userId)],
});

const list = {
  data: z.object({
    userId: id,
    /** A day of Korea's calendar. */
    day: z.iso.date(),
    /** The version of the rules that gave the scores they were drawn by, which follow from the two charts. */
    rules: z.string(),
    people: z.array(z.object({ userId: id, newcomer: z.boolean() })),
  }),
  tags: (d: { userId: number }) => [tag.user(d.userId)],
};

/**
 * The people shown to someone on a day, in order. They are not tagged: it is nothing they did, and it would fill their
 * histories.
 */
export const RecommendationsDrawn = defineEvent("RecommendationsDrawn", list);

/** More people for a day's list that was too short, appended to it. */
export const RecommendationsAdded = defineEvent("RecommendationsAdded", list);

const introduction = { introductionId: id, requesterId: id, receiverId: id };
const tags = (d: { introductionId: number; requesterId: number; receiverId: number }) => [
  tag.introduction(d.introductionId),
  tag.pair([d.requesterId, d.receiverId]),
  tag.user(d.requesterId),
  tag.user(d.receiverId),
];

/** How long a request waits for an answer. */
export const requestLastsDays = 14;

const dayMs = 24 * 3600 * 1000;

/** When a request made at a given time lapses. */
export const lapsesAfter = (requestedAt: string) =>
  new Date(Date.parse(requestedAt) + requestLastsDays * dayMs).toISOString();

/**
 * Someone would like to talk to someone. `score` is as people see it, frozen: the exact one tells of a birth, and stays
 * readable when an account is gone.
 */
export const IntroductionRequested = defineEvent("IntroductionRequested", {
  version: 2,
  data: z.object({
    ...introduction,
    score: z.int().min(50).max(70).multipleOf(5),
    rules: z.string(),
    requestedAt: instant,
    lapsesAt: instant,
  }),
  tags,
  upcasters: { 1: (data) => ({ ...data, lapsesAt: lapsesAfter(String(data.requestedAt)) }) },
});

/** The other would, too: by saying so, or by having asked as well. Their chat opens in the same append. */
export const IntroductionAccepted = defineEvent("IntroductionAccepted", {
  data: z.object({ ...introduction, chatId: id, acceptedAt: instant }),
  tags,
});

/** The other would not. */
export const IntroductionDeclined = defineEvent("IntroductionDeclined", {
  data: z.object({ ...introduction, declinedAt: instant }),
  tags,
});

/** The requester withdrew the request while it was open. */
export const IntroductionWithdrawn = defineEvent("IntroductionWithdrawn", {
  data: z.object({ ...introduction, withdrawnAt: instant }),
  tags,
});

/** Nobody answered a request in time. */
export const IntroductionLapsed = defineEvent("IntroductionLapsed", {
  data: z.object({ ...introduction, lapsedAt: instant }),
  tags,
});

export const sajuEvents = {
  SajuProfileChanged,
  BirthDateCorrected,
  RecommendationsDrawn,
  RecommendationsAdded,
  IntroductionRequested,
  IntroductionAccepted,
  IntroductionDeclined,
  IntroductionWithdrawn,
  IntroductionLapsed,
};

type SajuEvents = typeof sajuEvents;

declare module "./vocabulary.ts" {
  interface Vocabulary extends SajuEvents {}
}
