import type { Event, EventOf, EventType } from "../../events/vocabulary.ts";

/** What an event says to one person: facts of their own, in plain JSON. */
export type Share = Record<string, unknown>;

type Shares = { [T in EventType]: (data: EventOf<T>["data"], me: number) => Share | undefined };

/** By what someone named another: a match or a call of their own; never the other's id. */
export const named = ({ kind, id }: { kind: string; id: number }) => kind === "user" ? { kind } : { kind, id };

/** One's own part of something that two people have. */
const mineOf = <V>({ userIds, ...of }: { userIds: [number, number]; of: [V, V] }, me: number): V =>
  of.of[userIds[0] === me ? 0 : 1];

/** All but what names someone else, or is a secret of ours. */
function except<D extends object, K extends keyof D>(data: D, ...left: K[]): Share {
  return Object.fromEntries(Object.entries(data).filter(([field]) => !(left as string[]).includes(field)));
}

/**
 * What an export holds of each type of event that is about a person: `undefined` where nothing of it is theirs. No entry
 * gives another person's data, nor an id by which the other could be found: a new event does not compile without one.
 */
const shares: Shares = {
  AccountRegistered: ({ username, registeredAt }) => ({ username, registeredAt }),
  UsernameChanged: ({ username }) => ({ username }),
  UsernameSkeletonNoted: () => undefined,
  ProfileChanged: (data) => except(data, "userId"),
  SessionStarted: (data) => except(data, "userId", "refreshHash"),
  SessionRefreshed: (data) => except(data, "userId", "refreshHash"),
  SessionEnded: (data) => except(data, "userId"),
  PasswordChanged: ({ how }) => ({ how }),
  EmailChanged: ({ email }) => ({ email }),
  EmailVerified: () => ({}),
  AccountErased: () => ({}),
  ConsentGiven: (data) => except(data, "userId"),
  AccountSuspended: ({ reason, until }) => ({ reason, until }),
  AccountReinstated: () => ({}),
  StaffAppointed: () => ({}),
  StaffDismissed: () => ({}),
  // that staff looked, not who: their right to know that it happened
  PersonalDataViewed: ({ userIds }, me) => userIds.includes(me) ? {} : undefined,

  MatchSettingsSaved: (data) => except(data, "userId"),
  MatchRequested: ({ since }) => ({ since }),
  MatchRequestEnded: ({ reason }) => ({ reason }),
  MatchOffered: ({ matchId, userIds, waitingSince, costs, offeredAt, expiresAt }, me) => ({
    matchId,
    waitingSince: mineOf({ userIds, of: waitingSince }, me),
    cost: mineOf({ userIds, of: costs }, me),
    offeredAt,
    expiresAt,
  }),
  MatchAccepted: ({ matchId, userId }, me) => userId === me ? { matchId } : undefined,
  // the reason is something one of the two did: only that person is told
  MatchDropped: ({ matchId, reason, by, requeued }, me) => ({
    matchId,
    ...(by === me ? { reason } : {}),
    waitsAgain: requeued.includes(me),
  }),
  MatchMade: ({ matchId, madeAt, startBy }) => ({ matchId, madeAt, startBy }),
  MatchLapsed: ({ matchId, reason, by }, me) => ({ matchId, ...(by === me ? { reason } : {}) }),
  CallStarted: ({ callId, matchId, startedAt }) => ({ callId, matchId, startedAt }),
  CallEnded: ({ callId, matchId, endedAt, durationSec }) => ({ callId, matchId, endedAt, durationSec }),
  CallRated: ({ callId, raterId, rating, comment, ratedAt }, me) =>
    raterId === me ? { callId, rating, comment, ratedAt } : undefined,

  GemsCharged: (data) => except(data, "userId", "paymentHash"),
  GemsRevoked: (data) => except(data, "userId", "paymentHash"),
  // it names nobody
  PaymentRevoked: () => undefined,
  GemsSpent: (data) => except(data, "userId"),
  GemsReturned: (data) => except(data, "userId"),
  GemsGranted: (data) => except(data, "userId", "by"),

  SajuProfileChanged: (data) => except(data, "userId"),
  BirthDateCorrected: ({ correctedAt }) => ({ correctedAt }),
  // how many, not who: they are somebody else
  RecommendationsDrawn: ({ day, rules, people }) => ({ day, rules, shown: people.length }),
  RecommendationsAdded: ({ day, rules, people }) => ({ day, rules, shown: people.length }),
  IntroductionRequested: ({ introductionId, requesterId, score, requestedAt, lapsesAt }, me) => ({
    introductionId,
    byMe: requesterId === me,
    score,
    requestedAt,
    lapsesAt,
  }),
  IntroductionAccepted: ({ introductionId, chatId, acceptedAt }) => ({ introductionId, chatId, acceptedAt }),
  IntroductionDeclined: ({ introductionId, declinedAt }) => ({ introductionId, declinedAt }),
  IntroductionWithdrawn: ({ introductionId, withdrawnAt }) => ({ introductionId, withdrawnAt }),
  IntroductionLapsed: ({ introductionId, lapsedAt }) => ({ introductionId, lapsedAt }),

  // the person blocked or reported must not learn of it
  PersonBlocked: ({ blockId, blockerId, met, blockedAt }, me) =>
    blockerId === me ? { blockId, met: named(met), blockedAt } : undefined,
  PersonUnblocked: ({ blockId, blockerId }, me) => blockerId === me ? { blockId } : undefined,
  PersonReported: ({ reportId, reporterId, about, reason, comment, reportedAt }, me) =>
    reporterId === me ? { reportId, about: named(about), reason, comment, reportedAt } : undefined,
  ReportResolved: () => undefined,
  EvidenceErased: () => undefined,

  ChatOpened: ({ chatId, introductionId, openedAt }) => ({ chatId, introductionId, openedAt }),
  MessageSent: ({ messageId, chatId, senderId, content, clientId, sentAt }, me) =>
    senderId === me ? { messageId, chatId, content, clientId, sentAt } : undefined,
  MessagesRead: ({ chatId, readerId, upTo, readAt }, me) => readerId === me ? { chatId, upTo, readAt } : undefined,
  // the other person must not learn of it
  ChatLeft: ({ chatId, userId, leftAt }, me) => userId === me ? { chatId, leftAt } : undefined,
  ChatErased: () => undefined,
};

/** What of an event is a person's own to see. */
export function shareOf(event: Event, me: number): Share | undefined {
  // TypeScript does not see that an event's type picks the function for its own data.
  const share = shares[event.type] as (data: Event["data"], me: number) => Share | undefined;
  return share(event.data, me);
}
