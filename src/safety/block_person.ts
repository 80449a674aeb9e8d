import { z } from "zod";
import { id, meeting } from "../../events/fields.ts";
import { PersonBlocked } from "../../events/safety.ts";
import { blockBy } from "../../projections/safety/pairs.ts";
import { otherOf } from "../../projections/two.ts";
import { pairOf } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { leaveCalls, openAt, placeOf } from "./leave_calls.ts";

/**
 * Keeps two people apart from now on, in every app. What they have open between them ends in the same append; who
 * blocked leaves an offer as if by a no. The caller has looked up the meeting `met` and its two people.
 */
export const blockPerson = command({
  name: "blockPerson",
  app: "accounts",
  ids: ["block", "gem_entry"],

  input: z.object({ other: id, met: meeting }),

  reads: ({ other }, { me }) => ({ pair: pairOf([me, other]), place: placeOf(me) }),

  readsThen: ({ place }) => openAt(place),

  decide: ({ pair, place, match, call }, { other, met }, context) => {
    const { me, now, newId } = context;
    if (other === me) return refuse("account.unknown");
    if (blockBy(pair, me) !== null) return [];
    const open = match ?? call;
    const ends = open && otherOf(open, me) === other ? leaveCalls(me, { place, match, call }, "blocked", context) : [];
    return [
      ...ends,
      PersonBlocked({ blockId: newId("block"), blockerId: me, blockedId: other, met, blockedAt: now.toISOString() }),
    ];
  },

  answer: ({ pair }, _input, { me }) => {
    const block_id = blockBy(pair, me);
    return block_id === null ? refuse("block.unknown") : { block_id };
  },
});
