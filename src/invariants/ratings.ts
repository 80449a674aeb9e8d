import type { Check, Note } from "./check.ts";

/** The two of an ended call rate each other, once each. */
export function checkRatings(note: Note): Check {
  const ended = new Map<number, readonly number[]>();
  const rated = new Map<number, number[]>();
  return {
    see(event) {
      if (event.type === "CallEnded") ended.set(event.data.callId, event.data.userIds);
      if (event.type !== "CallRated") return;
      const { callId, raterId, rateeId } = event.data;
      const two = ended.get(callId);
      if (!two) note(event, `user ${raterId} rates call ${callId}, which has not ended`);
      else if (!two.includes(raterId) || !two.includes(rateeId) || raterId === rateeId) {
        note(event, `user ${raterId} rates user ${rateeId} for call ${callId} of users ${two.join(" and ")}`);
      }
      const raters = rated.get(callId) ?? [];
      if (raters.includes(raterId)) note(event, `user ${raterId} rates call ${callId} a second time`);
      rated.set(callId, [...raters, raterId]);
    },
  };
}
