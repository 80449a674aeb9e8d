import { z } from "zod";
import { MatchLapsed } from "../../../events/calls.ts";
import { id } from "../../../events/fields.ts";
import { GemsReturned } from "../../../events/gems.ts";
import { command } from "../../command.ts";
import { bothOf, costFor, match } from "../state.ts";

/** Ends a match whose call nobody started in time, and gives the gems back in the same append. */
export const lapseMatch = command({
  name: "lapseMatch",
  app: "calls",
  ids: ["gem_entry"],

  input: z.object({ matchId: id }),

  reads: ({ matchId }) => ({ match: match(matchId) }),

  decide: ({ match }, _input, { now, newId }) => {
    if (match?.status !== "made" || match.start_by === null || new Date(match.start_by) > now) return [];
    const returned = bothOf(match).filter((userId) => costFor(match, userId) > 0).map((userId) =>
      GemsReturned({
        entryId: newId("gem_entry"),
        userId,
        amount: costFor(match, userId),
        matchId: match.id,
        at: now.toISOString(),
      })
    );
    return [...returned, MatchLapsed({ matchId: match.id, userIds: bothOf(match) })];
  },

  answer: ({ match }) => ({ open: match?.status === "made" }),
});
