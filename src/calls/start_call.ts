import { z } from "zod";
import { CallStarted } from "../../events/calls.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { call, match } from "./state.ts";
import { bothOf } from "../../projections/two.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** Starts the call of a match (seed 001 §4.1); the second of the two gets the same call. */
export const startCall = command({
  name: "startCall",
  app: "calls",
  ids: ["call"],

  input: z.object({ match_id: id }),

  reads: ({ match_id }) => ({ match: match(match_id) }),

  readsThen: ({ match }) => match?.call_session_id ? { call: call(match.call_session_id) } : undefined,

  decide: ({ match, call }, _input, { me, now, newId }) => {
    if (!belongsTo(owned.match, match, me)) return refuse("match.unknown");
    if (match.status === "called") return call?.ended_at ? refuse("call.ended") : [];
    if (match.status === "lapsed") return refuse("match.lapsed");
    if (match.status !== "made") return refuse("match.not_made");
    if (match.start_by !== null && new Date(match.start_by) <= now) return refuse("match.lapsed");
    return [
      CallStarted({
        callId: newId("call"),
        matchId: match.id,
        userIds: bothOf(match),
        startedBy: me,
        startedAt: now.toISOString(),
      }),
    ];
  },

  answer: ({ match }) => ({ call_session_id: String(match?.call_session_id) }),
});
