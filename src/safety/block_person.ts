import { z } from "zod";
import { id, meeting } from "../../events/fields.ts";
import { PersonBlocked } from "../../events/safety.ts";
import { blockBy } from "../../projections/safety/pairs.ts";
import { pairOf } from "../accounts/state.ts";
import { refuse } from "../answers/refusals.ts";
import type { App } from "../app.ts";
import { command } from "../deciding/command.ts";
import { leavingOf } from "./leaving.ts";

/**
 * Makes the command that keeps two people apart from now on, in every app. What they have open between them ends in the
 * same append. The caller has looked up the meeting `met` and its two people.
 */
export function makeBlockPerson(apps: readonly App[]) {
  const leaving = leavingOf(apps);
  return command({
    name: "blockPerson",
    app: "accounts",
    ids: ["block", ...leaving.ids ?? []],

    input: z.object({ other: id, met: meeting }),

    reads: ({ other }, { me }) => ({
      pair: pairOf([me, other]),
      ...leaving.reads({ userId: me, reason: "blocked", other }),
    }),

    readsThen: (state, { other }, { me }) => leaving.readsThen?.(state, { userId: me, reason: "blocked", other }),

    decide: ({ pair, ...open }, { other, met }, context) => {
      const { me, now, newId } = context;
      if (other === me) return refuse("account.unknown");
      if (blockBy(pair, me) !== null) return [];
      return [
        ...leaving.events(open, { userId: me, reason: "blocked", other }, context),
        PersonBlocked({ blockId: newId("block"), blockerId: me, blockedId: other, met, blockedAt: now.toISOString() }),
      ];
    },

    answer: ({ pair }, _input, { me }) => {
      const block_id = blockBy(pair, me);
      return block_id === null ? refuse("block.unknown") : { block_id };
    },
  });
}
