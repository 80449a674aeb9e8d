import { z } from "zod";
import { id, meeting } from "../../events/fields.ts";
import { PersonBlocked } from "../../events/safety.ts";
import { otherOf } from "../../projections/call_matches.ts";
import { command } from "../command.ts";
import { refuse } from "../refusals.ts";
import { leaveCalls, openAt, placeOf } from "./leave_calls.ts";
import { type BlockBetween, blocksBetween } from "./state.ts";

/**
 * Keeps two people apart from now on, in every app. What they have open between them ends in the same append; who
 * blocked leaves an offer as if by a no. The two are those of the meeting `met`, which whoever offers this has looked up.
 */
export const blockPerson = command({
  name: "blockPerson",
  app: "accounts",
  ids: ["block", "gem_entry"],

  input: z.object({ other: id, met: meeting }),

  reads: ({ other }, me) => ({ between: blocksBetween([me, other]), place: placeOf(me) }),

  readsThen: ({ place }) => openAt(place),

  decide: ({ between, place, match, call }, { other, met }, context) => {
    const { me, now, newId } = context;
    if (other === me) return refuse("account.unknown");
    if (mineOf(between, me)) return [];
    const open = match ?? call;
    const ends = open && otherOf(open, me) === other ? leaveCalls(me, { place, match, call }, "blocked", context) : [];
    return [
      ...ends,
      PersonBlocked({ blockId: newId("block"), blockerId: me, blockedId: other, met, blockedAt: now.toISOString() }),
    ];
  },

  answer: ({ between }, _input, { me }) => {
    const mine = mineOf(between, me);
    return mine ? { block_id: mine.blockId } : refuse("block.unknown");
  },
});

function mineOf(between: readonly BlockBetween[], me: number): BlockBetween | undefined {
  return between.find(({ blockerId }) => blockerId === me);
}
