import type { callEvents } from "../../../events/calls.ts";
import { ignored, type Invariant } from "../../app/invariants.ts";

/** A call starts once, from a match that is no other call's, and ends at most once, with the same two people. */
export const calls: Invariant<keyof typeof callEvents> = {
  says: "each call belongs to one match that was made, and ends once",
  begin(note) {
    const calls = new Map<number, { matchId: number; userIds: readonly number[]; ended: boolean }>();
    const callOf = new Map<number, number>();
    return {
      on: {
        ...ignored("MatchSettingsSaved", "MatchRequested", "MatchRequestEnded", "MatchOffered", "MatchAccepted"),
        ...ignored("MatchDropped", "MatchMade", "MatchLapsed", "CallRated"),
        CallStarted(event) {
          const { callId, matchId, userIds } = event.data;
          if (calls.has(callId)) note(event, `call ${callId} starts a second time`);
          const other = callOf.get(matchId);
          if (other !== undefined) note(event, `match ${matchId} has a second call, ${callId} after ${other}`);
          calls.set(callId, { matchId, userIds, ended: false });
          callOf.set(matchId, callId);
        },
        CallEnded(event) {
          const { callId, matchId, userIds } = event.data;
          const call = calls.get(callId);
          if (!call) return note(event, `call ${callId} ends, which never started`);
          if (call.ended) note(event, `call ${callId} ends a second time`);
          if (call.matchId !== matchId || call.userIds.join() !== userIds.join()) {
            note(event, `call ${callId} ends as one of match ${matchId} and users ${userIds.join(" and ")}`);
          }
          call.ended = true;
        },
      },
    };
  },
};
