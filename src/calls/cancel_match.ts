import { z } from "zod";
import { MatchDropped, MatchRequestEnded } from "../../events/calls.ts";
import { command } from "../deciding/command.ts";
import { lapsedMatch } from "./leave_calls.ts";
import { success } from "../answers/successes.ts";
import { availabilityOf, match } from "./state.ts";
import { bothOf, otherOf } from "../../projections/two.ts";

/**
 * Leaves the queue, declines an open offer, or gives up a match whose call has not started (seed 001 §3.3); harmless
 * otherwise.
 */
export const cancelMatch = command({
  name: "cancelMatch",
  app: "calls",
  ids: ["gem_entry"],

  input: z.object({}),

  reads: (_input, { me }) => ({ availability: availabilityOf(me) }),

  readsThen: ({ availability }) => availability?.match_id ? { match: match(availability.match_id) } : undefined,

  decide: ({ availability, match }, _input, context) => {
    const { me } = context;
    if (availability?.status === "waiting") return [MatchRequestEnded({ userId: me, reason: "cancelled" })];
    if (!match) return [];
    if (match.status === "made") return lapsedMatch(match, context, { reason: "cancelled", by: me });
    if (match.status !== "offered") return [];
    return [
      MatchDropped({
        matchId: match.id,
        userIds: bothOf(match),
        reason: "cancelled",
        by: me,
        requeued: [otherOf(match, me)],
      }),
    ];
  },

  answer: () => ({ message: success("match.cancelled") }),
});
