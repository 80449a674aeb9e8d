import { z } from "zod";
import { id } from "../../events/fields.ts";
import { PersonUnblocked } from "../../events/safety.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { block } from "./state.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** Takes one of one's own blocks back. The two may meet again, unless the other has a block of their own. */
export const unblockPerson = command({
  name: "unblockPerson",
  app: "accounts",

  input: z.object({ block_id: id }),

  reads: ({ block_id }) => ({ block: block(block_id) }),

  decide: ({ block }, _input, { me }) => {
    if (!belongsTo(owned.block, block, me)) return refuse("block.unknown");
    return [PersonUnblocked({ blockId: block.id, blockerId: me, blockedId: block.blocked_id })];
  },

  answer: () => ({ message: success("block.lifted") }),
});
