import { z } from "zod";
import { id } from "../../events/fields.ts";
import { GemsGranted } from "../../events/gems.ts";
import { account } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { wallet } from "./state.ts";

/** Gives someone gems, by staff and for a reason. */
export const grantGems = command({
  name: "grantGems",
  app: "gems",
  ids: ["gem_entry"],
  staffOnly: true,

  input: z.object({ userId: id, amount: z.int().positive(), reason: z.string() }),

  reads: ({ userId }) => ({ account: account(userId), wallet: wallet(userId) }),

  decide: ({ account }, { userId, amount, reason }, { me, now, newId }) => {
    if (!account || account.erased_at !== null) return refuse("account.unknown");
    return [GemsGranted({ entryId: newId("gem_entry"), userId, amount, at: now.toISOString(), by: me, reason })];
  },

  answer: ({ wallet }, { amount }) => ({ gems_added: amount, new_balance: wallet?.balance ?? 0 }),
});
