import { z } from "zod";
import { MatchAccepted, MatchDropped, MatchMade } from "../../events/calls.ts";
import { id } from "../../events/fields.ts";
import { command, type Context } from "../deciding/command.ts";
import type { CallMatch } from "../../projections/calls/call_matches.ts";
import { refuse } from "../answers/refusals.ts";
import { affords, spend } from "../gems/spending.ts";
import { wallet } from "../gems/state.ts";
import { costFor, costsOf, hasAccepted, match } from "./state.ts";
import { bothOf, otherOf } from "../../projections/two.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** The two have so long to start the call. */
const startWithinSec = 60;

/** Says yes or no to an offer (seed 001 §3.2). The second yes makes the match and spends the gems in one append. */
export const decideMatch = command({
  name: "decideMatch",
  app: "calls",
  ids: ["gem_entry"],

  input: z.object({ match_id: id, decision: z.enum(["accept", "reject"]) }),

  reads: ({ match_id }) => ({ match: match(match_id) }),

  readsThen: ({ match }, _input, { me }) =>
    belongsTo(owned.match, match, me) ? { mine: wallet(me), theirs: wallet(otherOf(match, me)) } : undefined,

  decide: ({ match, mine, theirs }, { decision }, context) => {
    const { me, now } = context;
    if (!belongsTo(owned.match, match, me)) return refuse("match.unknown");
    const decided = decisionOf(match, me);
    if (decided !== undefined) return decided === decision ? [] : refuse("match.decided_otherwise");
    if (match.status !== "offered" || new Date(match.expires_at) <= now) return [];

    const other = otherOf(match, me);
    const drop = (reason: "declined" | "gems", by: number) => [
      MatchDropped({ matchId: match.id, userIds: bothOf(match), reason, by, requeued: [otherOf(match, by)] }),
    ];
    if (decision === "reject") return drop("declined", me);
    if (!affords(mine, costFor(match, me))) return drop("gems", me);
    if (!hasAccepted(match, other)) return [MatchAccepted({ matchId: match.id, userId: me })];
    if (!affords(theirs, costFor(match, other))) return drop("gems", other);
    return made(match, context);
  },

  answer: ({ match }) => ({
    status: match?.status === "offered"
      ? "open" as const
      : match?.status === "dropped"
      ? "next" as const
      : "matched" as const,
  }),
});

/** What someone has said already; undefined while they have not, or never did. */
function decisionOf(match: CallMatch, userId: number): "accept" | "reject" | undefined {
  if (hasAccepted(match, userId)) return "accept";
  return match.drop_reason === "declined" && match.dropped_by === userId ? "reject" : undefined;
}

function made(match: CallMatch, context: Context) {
  const { me, now } = context;
  const startBy = new Date(now.getTime() + startWithinSec * 1000).toISOString();
  return [
    ...spend({ kind: "match", id: match.id }, costsOf(match), context),
    MatchMade({ matchId: match.id, userIds: bothOf(match), acceptedBy: me, madeAt: now.toISOString(), startBy }),
  ];
}
