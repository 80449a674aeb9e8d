import { z } from "zod";
import { AccountReinstated } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { account } from "../accounts/state.ts";
import { command, SYSTEM } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";

/** Ends a suspension, by staff or because its time is over; harmless if there is none. */
export const reinstateAccount = command({
  name: "reinstateAccount",
  app: "accounts",
  staffOnly: true,

  input: z.object({ userId: id }),

  reads: ({ userId }) => ({ account: account(userId) }),

  decide: ({ account }, { userId }, { me, now }) => {
    if (!account || account.erased_at !== null) return refuse("account.unknown");
    if (account.is_active) return [];
    if (me !== SYSTEM) return [AccountReinstated({ userId, by: me })];
    const isOver = account.suspended_until !== null && new Date(account.suspended_until) <= now;
    return isOver ? [AccountReinstated({ userId, by: null })] : [];
  },

  answer: () => ({ message: success("account.reinstated") }),
});
