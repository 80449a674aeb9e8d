import { z } from "zod";
import { id } from "../../../events/fields.ts";
import { command } from "../../deciding/command.ts";
import { lapsedMatch } from "../leave_calls.ts";
import { match } from "../state.ts";

/** Ends a match whose call nobody started in time, and gives the gems back in the same append. */
export const lapseMatch = command({
  name: "lapseMatch",
  app: "calls",
  ids: ["gem_entry"],

  input: z.object({ matchId: id }),

  reads: ({ matchId }) => ({ match: match(matchId) }),

  decide: ({ match }, _input, context) => {
    if (match?.status !== "made" || match.start_by === null || new Date(match.start_by) > context.now) return [];
    return lapsedMatch(match, context, { reason: "expired", by: null });
  },

  answer: ({ match }) => ({ open: match?.status === "made" }),
});
