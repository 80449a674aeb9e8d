import type { Check, Note } from "./check.ts";

/** A call starts once, from a match that is no other call's, and ends at most once, with the same two people. */
export function checkCalls(note: Note): Check {
  const calls = new Map<number, { matchId: number; userIds: readonly number[]; ended: boolean }>();
  const callOf = new Map<number, number>();
  return {
    see(event) {
      if (event.type === "CallStarted") {
        const { callId, matchId, userIds } = event.data;
        if (calls.has(callId)) note(event, `call ${callId} starts a second time`);
        const other = callOf.get(matchId);
        if (other !== undefined) note(event, `match ${matchId} has a second call, ${callId} after ${other}`);
        calls.set(callId, { matchId, userIds, ended: false });
        callOf.set(matchId, callId);
      }
      if (event.type === "CallEnded") {
        const { callId, matchId, userIds } = event.data;
        const call = calls.get(callId);
        if (!call) return note(event, `call ${callId} ends, which never started`);
        if (call.ended) note(event, `call ${callId} ends a second time`);
        if (call.matchId !== matchId || call.userIds.join() !== userIds.join()) {
          note(event, `call ${callId} ends as one of match ${matchId} and users ${userIds.join(" and ")}`);
        }
        call.ended = true;
      }
    },
  };
}
