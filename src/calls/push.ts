import type { callEvents } from "../../events/calls.ts";
import type { CallMatch } from "../../projections/calls/call_matches.ts";
import { isBlocked } from "../../projections/safety/pairs.ts";
import { otherOf } from "../../projections/two.ts";
import { pairOf } from "../accounts/state.ts";
import { load } from "../deciding/boundary.ts";
import type { DataOf } from "../realtime/protocol.ts";
import { nothing, type Push } from "../realtime/push.ts";
import type { System } from "../system.ts";
import { match } from "./state.ts";
import { offerFor } from "./waiting.ts";

/** What ended a call is told only where it is no secret of the other's: a block looks as if they had hung up. */
const endings = { too_long: "too_long", disconnected: "disconnected" } as const;

/** What the events of random calls give to a viewer. */
export const push: Push<typeof callEvents> = {
  MatchSettingsSaved: nothing,
  MatchRequested: nothing,
  MatchRequestEnded: ({ userId, reason }, viewer) =>
    userId !== viewer ? [] : [{
      type: "match.cancelled",
      data: { reason: reason === "suspended" || reason === "erased" ? "ended" : reason },
    }],
  MatchOffered: ({ matchId, userIds }, viewer) =>
    !userIds.includes(viewer) ? [] : [{
      type: "match.offered",
      known: { match_id: matchId },
      complete: (system) => offered(system, matchId, viewer),
    }],
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
};

async function offered(system: System, matchId: number, viewer: number): Promise<DataOf<"match.offered"> | undefined> {
  const { state } = await load(system.log, system.registry, { match: match(matchId) });
  if (!state.match || await isPastBlock(system, state.match, viewer)) return undefined;
  return await offerFor(system, state.match, viewer);
}

/** Whether an offer is repeated to someone who, because of a block, must not see the other's present picture. */
async function isPastBlock({ log, registry }: System, match: CallMatch, viewer: number): Promise<boolean> {
  if (match.status === "offered") return false;
  const { state } = await load(log, registry, { pair: pairOf([viewer, otherOf(match, viewer)]) });
  return isBlocked(state.pair);
}
