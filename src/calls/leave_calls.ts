import { CallEnded, MatchDropped, MatchLapsed, MatchRequestEnded } from "../../events/calls.ts";
import type { NewEvent } from "../../events/event.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import type { Availability } from "../../projections/calls/availability.ts";
import { type CallMatch, callMatches, costsOf } from "../../projections/calls/call_matches.ts";
import { bothOf, otherOf } from "../../projections/two.ts";
import { type CallSession, callSessions } from "../../projections/calls/call_sessions.ts";
import type { Departure, Leaving } from "../app/leaving.ts";
import { row } from "../deciding/boundary.ts";
import { giveBack } from "../gems/spending.ts";
import type { Context } from "../deciding/command.ts";
import { availabilityOf } from "./state.ts";

/** Why someone is taken out of random calls. */
type Reason = Departure["reason"];

/** What someone has open in random calls: at most one of the two. */
type OpenCalls = { match?: CallMatch; call?: CallSession };

/**
 * Takes someone out of queue, offer, match or call. The person offered or matched with them loses nothing: they wait
 * again at their old place, or get their gems back. Someone who blocks stays in the queue, and in what they have open
 * with others.
 */
export const leaving: Leaving<{ place: Availability | undefined }, OpenCalls> = {
  ids: ["gem_entry"],

  reads: ({ userId }) => ({ place: availabilityOf(userId) }),

  readsThen({ place }) {
    if (place?.status === "in_call" && place.call_id) return { call: row(callSessions, { id: place.call_id }) };
    return place?.match_id ? { match: row(callMatches, { id: place.match_id }) } : undefined;
  },

  events({ place, match, call }, { userId, reason, other }, context) {
    const open = match ?? call;
    if (reason === "blocked" && !(open && otherOf(open, userId) === other)) return [];
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
  },
};

function dropped(match: CallMatch, userId: number, reason: Reason): NewEvent {
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
