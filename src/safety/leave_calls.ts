import { CallEnded, MatchDropped, MatchLapsed, MatchRequestEnded } from "../../events/calls.ts";
import type { NewEvent } from "../../events/event.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import { type Availability, availability } from "../../projections/calls/availability.ts";
import { type CallMatch, callMatches, costsOf } from "../../projections/calls/call_matches.ts";
import { bothOf, otherOf } from "../../projections/two.ts";
import { type CallSession, callSessions } from "../../projections/calls/call_sessions.ts";
import { type Folds, row } from "../deciding/boundary.ts";
import { giveBack } from "../gems/spending.ts";
import type { Context } from "../deciding/command.ts";

/** Why someone is taken out of random calls. */
export type Leaving = "blocked" | "suspended" | "erased";

/** What someone has open in random calls: at most one of the two. */
export type OpenCalls = { match?: CallMatch; call?: CallSession };

/** For `reads`: where someone is in random calls. */
export const placeOf = (userId: number) => row(availability, { user_id: userId });

/** For `readsThen`: the offer or match, or the call, that they are in. */
export function openAt(place: Availability | undefined): Folds<OpenCalls> | undefined {
  if (place?.status === "in_call" && place.call_id) return { call: row(callSessions, { id: place.call_id }) };
  return place?.match_id ? { match: row(callMatches, { id: place.match_id }) } : undefined;
}

/**
 * The events that take someone out of queue, offer, match or call, as part of the append that is the reason for it:
 * put them before it, so that nothing is open any more when it stands. Whoever was offered or matched with them loses
 * nothing: they wait again at their old place, or get their gems back. Takes up to two ids of the kind `gem_entry`.
 *
 * @param userId who leaves
 * @param at their place as `placeOf` reads it, and what `openAt` reads then
 * @returns nothing where they are idle; someone who blocks stays in the queue
 */
export function leaveCalls(
  userId: number,
  at: { place: Availability | undefined } & OpenCalls,
  reason: Leaving,
  context: Pick<Context, "now" | "newId">,
): NewEvent[] {
  const { place, match, call } = at;
  switch (place?.status) {
    case "waiting":
      return reason === "blocked" ? [] : [MatchRequestEnded({ userId, reason })];
    case "offered":
      return match ? [dropped(match, userId, reason)] : [];
    case "matched":
      return match ? lapsedMatch(match, context, { reason, by: userId }) : [];
    case "in_call":
      return call ? [endedCall(call, reason, context.now)] : [];
    default:
      return [];
  }
}

function dropped(match: CallMatch, userId: number, reason: Leaving): NewEvent {
  const requeued = [otherOf(match, userId)];
  return MatchDropped({ matchId: match.id, userIds: bothOf(match), reason, by: userId, requeued });
}

/** Ends a match without a call and refunds those who paid. Takes up to two ids of kind `gem_entry`. */
export function lapsedMatch(
  match: CallMatch,
  context: Pick<Context, "now" | "newId">,
  why: Pick<EventOf<"MatchLapsed">["data"], "reason" | "by">,
): NewEvent[] {
  return [
    ...giveBack({ kind: "match", id: match.id }, costsOf(match), context),
    MatchLapsed({ matchId: match.id, userIds: bothOf(match), ...why }),
  ];
}

/** The end of a call that runs, at a time. */
export function endedCall(call: CallSession, reason: EventOf<"CallEnded">["data"]["reason"], now: Date): NewEvent {
  const lastedMs = Math.max(0, now.getTime() - new Date(call.started_at).getTime());
  return CallEnded({
    callId: call.id,
    matchId: call.match_id,
    userIds: bothOf(call),
    reason,
    endedAt: now.toISOString(),
    durationSec: Math.floor(lastedMs / 1000),
  });
}
