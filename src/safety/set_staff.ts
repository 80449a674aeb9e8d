import { z } from "zod";
import { StaffAppointed, StaffDismissed } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { account } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";

/** Appoints or dismisses staff; harmless if nothing changes. Anyone who may run tasks may do this. */
export const setStaff = command({
  name: "setStaff",
  app: "system",

  input: z.object({ userId: id, isStaff: z.boolean() }),

  reads: ({ userId }) => ({ account: account(userId) }),

  decide: ({ account }, { userId, isStaff }) => {
    if (!account || account.erased_at !== null) return refuse("account.unknown");
    if (account.is_staff === isStaff) return [];
    return [isStaff ? StaffAppointed({ userId }) : StaffDismissed({ userId })];
  },

  answer: ({ account }) => ({ isStaff: account?.is_staff ?? false }),
});
