import { z } from "zod";
import { CallRated } from "../../events/calls.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { text } from "../http/fields.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { call } from "./state.ts";
import { otherOf } from "../../projections/two.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

const rateWithinMs = 7 * 24 * 3600 * 1000;

/** Rates the other person of an ended call, once, within 7 days (seed 001 §5.2). */
export const rateCall = command({
  name: "rateCall",
  app: "calls",
  ids: ["rating"],

  input: z.object({
    call_id: id,
    rating: z.int().min(1).max(5).meta({ examples: [5] }),
    comment: text({ min: 0, max: 1_000 }).nullable().optional(),
  }),

  reads: ({ call_id }) => ({ call: call(call_id) }),

  decide: ({ call }, { rating, comment }, { me, now, newId }) => {
    if (!belongsTo(owned.call, call, me)) return refuse("call.unknown");
    if (call.ended_at === null) return refuse("call.not_ended");
    if (me === call.user1_id ? call.user1_rated : call.user2_rated) return refuse("rating.already_given");
    if (now.getTime() - new Date(call.ended_at).getTime() > rateWithinMs) return refuse("rating.too_late");
    return [
      CallRated({
        ratingId: newId("rating"),
        callId: call.id,
        raterId: me,
        rateeId: otherOf(call, me),
        rating,
        comment: comment ?? null,
        ratedAt: now.toISOString(),
      }),
    ];
  },

  answer: () => ({ message: success("rating.given") }),
});
