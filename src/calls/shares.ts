import type { callEvents } from "../../events/calls.ts";
import { except, mineOf, type Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof callEvents> = {
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
};
