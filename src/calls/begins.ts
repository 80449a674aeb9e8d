import type { callEvents } from "../../events/calls.ts";
import type { Begins } from "../app/begins.ts";
import { ignored } from "../app/invariants.ts";

/** What begins and ends between people in random calls. */
export const begins: Begins<typeof callEvents> = {
  ...ignored("MatchSettingsSaved", "MatchRequestEnded", "MatchAccepted", "CallRated"),
  MatchRequested: ({ userId, since }) => ({ by: { people: [userId], at: since } }),
  MatchOffered: ({ matchId, userIds, offeredAt }) => ({
    by: { people: userIds, at: offeredAt },
    between: { two: userIds, opens: `match ${matchId}` },
  }),
  MatchMade: ({ matchId, userIds, madeAt }) => ({
    by: { people: userIds, at: madeAt },
    between: { two: userIds, opens: `match ${matchId}` },
  }),
  CallStarted: ({ callId, userIds, startedAt }) => ({
    by: { people: userIds, at: startedAt },
    between: { two: userIds, opens: `call ${callId}` },
  }),
  MatchDropped: ({ userIds }) => ({ between: { two: userIds, closes: true } }),
  MatchLapsed: ({ userIds }) => ({ between: { two: userIds, closes: true } }),
  CallEnded: ({ userIds }) => ({ between: { two: userIds, closes: true } }),
};
