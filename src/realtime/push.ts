import type { Event, EventOf, EventType } from "../../events/vocabulary.ts";
import type { Frame } from "./protocol.ts";

/** A frame, or one that still lacks what only the read models know; see `complete`. */
export type Draft =
  | Frame
  | { type: "match.offered"; lacks: "offer"; matchId: number }
  | { type: "gems.changed"; lacks: "balance"; amount: number; reason: "charge" | "use" | "refund" | "grant" };

type Show<T extends EventType> = (data: EventOf<T>["data"], viewer: number) => Draft[];

const nothing = () => [];
/** What ended a call is told only where it is no secret of the other's: a block looks as if they had hung up. */
const endings = { too_long: "too_long", disconnected: "disconnected" } as const;

/**
 * Which frames an event gives to a viewer who is one of the people it is about. One entry for each type, and nothing by
 * default: an event may hold the other person's gems, refusals and blocks.
 */
const shown: { [T in EventType]: Show<T> } = {
  AccountRegistered: nothing,
  ConsentGiven: nothing,
  UsernameChanged: nothing,
  UsernameSkeletonNoted: nothing,
  ProfileChanged: nothing,
  SessionStarted: nothing,
  SessionRefreshed: nothing,
  SessionEnded: ({ sessionId, userId }, viewer) =>
    userId === viewer ? [{ type: "session.ended", data: { session_id: sessionId } }] : [],
  PasswordChanged: nothing,
  EmailChanged: nothing,
  EmailVerified: nothing,
  MailRequested: nothing,
  AccountErased: nothing,
  AccountSuspended: nothing,
  AccountReinstated: nothing,
  StaffAppointed: nothing,
  StaffDismissed: nothing,
  PersonalDataViewed: nothing,
  PersonBlocked: nothing,
  PersonUnblocked: nothing,
  PersonReported: nothing,
  ReportResolved: nothing,
  EvidenceErased: nothing,
  ChatOpened: nothing,
  MessageSent: ({ messageId, chatId, userIds, senderId, content, clientId, sentAt }, viewer) =>
    // one whose key was deleted is shown to nobody
    !userIds.includes(viewer) || content === null ? [] : [{
      type: "chat.message",
      data: {
        chat_id: chatId,
        message_id: messageId,
        sender_id: senderId,
        content,
        sent_at: sentAt,
        ...(senderId === viewer && clientId !== null && { client_id: clientId }),
      },
    }],
  MessagesRead: ({ chatId, userIds, readerId, upTo, told, readAt }, viewer) =>
    // past a block or a leaving it is told to the reader's own devices alone
    !userIds.includes(viewer) || viewer !== readerId && !told
      ? []
      : [{ type: "chat.read", data: { chat_id: chatId, reader_id: readerId, message_id: upTo, read_at: readAt } }],
  // the other person is not told
  ChatLeft: nothing,
  ChatErased: nothing,
  SajuProfileChanged: nothing,
  BirthDateCorrected: nothing,
  RecommendationsDrawn: nothing,
  RecommendationsAdded: nothing,
  IntroductionRequested: ({ introductionId, requesterId, receiverId, score }, viewer) => {
    const other = otherOf({ requesterId, receiverId }, viewer);
    if (other === undefined) return [];
    const data = {
      match_id: introductionId,
      user_id: other,
      by_me: viewer === requesterId,
      compatibility_score: score,
    };
    return [{ type: "introduction.requested", data }];
  },
  IntroductionAccepted: ({ introductionId, chatId, ...two }, viewer) => {
    const other = otherOf(two, viewer);
    return other === undefined
      ? []
      : [{ type: "introduction.accepted", data: { match_id: introductionId, user_id: other, chat_id: chatId } }];
  },
  IntroductionDeclined: (data, viewer) => endOf("introduction.declined", data, viewer),
  IntroductionWithdrawn: (data, viewer) => endOf("introduction.withdrawn", data, viewer),
  IntroductionLapsed: (data, viewer) => endOf("introduction.lapsed", data, viewer),
  MatchSettingsSaved: nothing,
  MatchRequested: nothing,
  MatchRequestEnded: ({ userId, reason }, viewer) =>
    userId !== viewer ? [] : [{
      type: "match.cancelled",
      data: { reason: reason === "suspended" || reason === "erased" ? "ended" : reason },
    }],
  MatchOffered: ({ matchId, userIds }, viewer) =>
    userIds.includes(viewer) ? [{ type: "match.offered", lacks: "offer", matchId }] : [],
  MatchAccepted: nothing,
  MatchDropped: ({ matchId, userIds, reason, by, requeued }, viewer) => {
    if (!userIds.includes(viewer)) return [];
    if (reason === "cancelled" && by === viewer) {
      return [{ type: "match.cancelled", data: { match_id: matchId, reason: "cancelled" } }];
    }
    return [{ type: "match.next", data: { match_id: matchId, waiting: requeued.includes(viewer) } }];
  },
  MatchMade: ({ matchId, userIds, startBy }, viewer) =>
    userIds.includes(viewer) ? [{ type: "match.matched", data: { match_id: matchId, start_by: startBy } }] : [],
  MatchLapsed: ({ matchId, userIds, reason, by }, viewer) => {
    if (!userIds.includes(viewer)) return [];
    // to the other person, giving up a match must look like a block
    const told = reason === "expired" ? "lapsed" : reason === "cancelled" && by === viewer ? "cancelled" : "ended";
    return [{ type: "match.cancelled", data: { match_id: matchId, reason: told } }];
  },
  CallStarted: ({ callId, matchId, userIds, startedBy, startedAt }, viewer) =>
    !userIds.includes(viewer) ? [] : [{
      type: "call.started",
      data: {
        call_session_id: String(callId),
        match_id: matchId,
        by_me: startedBy === viewer,
        started_at: startedAt,
      },
    }],
  CallEnded: ({ callId, userIds, reason, durationSec }, viewer) =>
    !userIds.includes(viewer) ? [] : [{
      type: "call.ended",
      data: {
        call_session_id: String(callId),
        reason: reason in endings ? endings[reason as keyof typeof endings] : "hung_up",
        duration_sec: durationSec,
      },
    }],
  CallRated: nothing,
  GemsCharged: ({ userId, amount }, viewer) => gems(userId, viewer, amount, "charge"),
  GemsRevoked: ({ userId, amount }, viewer) => gems(userId, viewer, -amount, "refund"),
  PaymentRevoked: nothing,
  GemsSpent: ({ userId, amount }, viewer) => gems(userId, viewer, -amount, "use"),
  GemsReturned: ({ userId, amount }, viewer) => gems(userId, viewer, amount, "refund"),
  GemsGranted: ({ userId, amount }, viewer) => gems(userId, viewer, amount, "grant"),
};

type TwoIntroduced = { requesterId: number; receiverId: number };

/** A request ended without a chat. Both are told, so that neither shows it as open. */
function endOf(
  type: "introduction.declined" | "introduction.withdrawn" | "introduction.lapsed",
  { introductionId, ...two }: TwoIntroduced & { introductionId: number },
  viewer: number,
): Draft[] {
  const other = otherOf(two, viewer);
  return other === undefined ? [] : [{ type, data: { match_id: introductionId, user_id: other } }];
}

/** The other person of an introduction. */
function otherOf({ requesterId, receiverId }: TwoIntroduced, viewer: number): number | undefined {
  if (viewer === requesterId) return receiverId;
  return viewer === receiverId ? requesterId : undefined;
}

function gems(
  userId: number,
  viewer: number,
  amount: number,
  reason: "charge" | "use" | "refund" | "grant",
): Draft[] {
  return userId === viewer ? [{ type: "gems.changed", lacks: "balance", amount, reason }] : [];
}

/** The frames that an event gives to a viewer. */
export function push(event: Event, viewer: number): Draft[] {
  const show = shown[event.type] as Show<EventType>;
  return show(event.data, viewer);
}

const userTag = /^user:(\d+)$/;

/** The people an event is about. */
export function peopleOf(event: Pick<Event, "tags">): number[] {
  return event.tags.flatMap((tag) => {
    const found = userTag.exec(tag);
    return found ? [Number(found[1])] : [];
  });
}
