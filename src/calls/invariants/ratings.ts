import type { callEvents } from "../../../events/calls.ts";
import { ignored, type Invariant } from "../../app/invariants.ts";

/** The two of an ended call rate each other, once each. */
export const ratings: Invariant<keyof typeof callEvents> = {
  says: "an ended call is rated by the two of it, each once",
  begin(note) {
    const ended = new Map<number, readonly number[]>();
    const rated = new Map<number, number[]>();
    return {
      on: {
        ...ignored("MatchSettingsSaved", "MatchRequested", "MatchRequestEnded", "MatchOffered", "MatchAccepted"),
        ...ignored("MatchDropped", "MatchMade", "MatchLapsed", "CallStarted"),
        CallEnded: ({ data }) => void ended.set(data.callId, data.userIds),
        CallRated(event) {
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
      },
    };
  },
};
