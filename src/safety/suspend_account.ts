import { z } from "zod";
import { AccountSuspended } from "../../events/accounts.ts";
import { id, instant } from "../../events/fields.ts";
import { account } from "../accounts/state.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import type { App } from "../app.ts";
import { command } from "../deciding/command.ts";
import { leavingOf } from "./leaving.ts";

/**
 * Makes the command that takes an account out of use, until a time or for good, and with it out of what it has open in
 * any app, in one append. A second suspension replaces the first. Staff cannot be suspended, themselves included.
 */
export function makeSuspendAccount(apps: readonly App[]) {
  const leaving = leavingOf(apps);
  const reason = "suspended";
  return command({
    name: "suspendAccount",
    app: "accounts",
    ids: leaving.ids,
    staffOnly: true,

    input: z.object({ userId: id, reason: z.string(), until: instant.nullable() }),

    reads: ({ userId }) => ({ account: account(userId), ...leaving.reads({ userId, reason }) }),

    readsThen: (state, { userId }) => leaving.readsThen?.(state, { userId, reason }),

    decide: ({ account, ...open }, { userId, reason: why, until }, context) => {
      if (!account || account.erased_at !== null) return refuse("account.unknown");
      if (account.is_staff) return refuse("account.is_staff");
      if (until !== null && new Date(until) <= context.now) return refuse("suspension.past");
      return [
        ...leaving.events(open, { userId, reason }, context),
        AccountSuspended({ userId, by: context.me, reason: why, until }),
      ];
    },

    answer: () => ({ message: success("account.suspended") }),
  });
}
