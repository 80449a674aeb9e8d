import { z } from "zod";
import { AccountSuspended } from "../../events/accounts.ts";
import { id, instant } from "../../events/fields.ts";
import { account } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { leaveCalls, openAt, placeOf } from "./leave_calls.ts";

/**
 * Takes an account out of use, until a time or for good, and with it out of queue, offer, match or call, in one append.
 * A second suspension replaces the first. Staff cannot be suspended, themselves included.
 */
export const suspendAccount = command({
  name: "suspendAccount",
  app: "accounts",
  ids: ["gem_entry"],
  staffOnly: true,

  input: z.object({ userId: id, reason: z.string(), until: instant.nullable() }),

  reads: ({ userId }) => ({ account: account(userId), place: placeOf(userId) }),

  readsThen: ({ place }) => openAt(place),

  decide: ({ account, place, match, call }, { userId, reason, until }, context) => {
    if (!account || account.erased_at !== null) return refuse("account.unknown");
    if (account.is_staff) return refuse("account.is_staff");
    if (until !== null && new Date(until) <= context.now) return refuse("suspension.past");
    return [
      ...leaveCalls(userId, { place, match, call }, "suspended", context),
      AccountSuspended({ userId, by: context.me, reason, until }),
    ];
  },

  answer: () => ({ message: success("account.suspended") }),
});
