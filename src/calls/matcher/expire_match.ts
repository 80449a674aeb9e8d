import { z } from "zod";
import { MatchDropped } from "../../../events/calls.ts";
import { id } from "../../../events/fields.ts";
import { command } from "../../deciding/command.ts";
import { hasAccepted, match } from "../state.ts";
import { bothOf } from "../../../projections/two.ts";

/** Ends an offer whose time is up: silence is a decline without blame. Harmless before that, and when it is settled. */
export const expireMatch = command({
  name: "expireMatch",
  app: "calls",

  input: z.object({ matchId: id }),

  reads: ({ matchId }) => ({ match: match(matchId) }),

  decide: ({ match }, _input, { now }) => {
    if (match?.status !== "offered" || new Date(match.expires_at) > now) return [];
    const requeued = bothOf(match).filter((userId) => hasAccepted(match, userId));
    return [MatchDropped({ matchId: match.id, userIds: bothOf(match), reason: "expired", by: null, requeued })];
  },

  answer: ({ match }) => ({ open: match?.status === "offered" }),
});
