import { z } from "zod";
import { MatchDropped, MatchRequestEnded } from "../../events/calls.ts";
import { command } from "../command.ts";
import { success } from "../successes.ts";
import { availabilityOf, bothOf, match, otherOf } from "./state.ts";

/** Leaves the queue and declines an open offer (seed 001 §3.3); harmless otherwise. */
export const cancelMatch = command({
  name: "cancelMatch",
  app: "calls",

  input: z.object({}),

  reads: (_input, me) => ({ availability: availabilityOf(me) }),

  readsThen: ({ availability }) => availability?.match_id ? { match: match(availability.match_id) } : undefined,

  decide: ({ availability, match }, _input, { me }) => {
    if (availability?.status === "waiting") return [MatchRequestEnded({ userId: me, reason: "cancelled" })];
    if (availability?.status !== "offered" || !match) return [];
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
