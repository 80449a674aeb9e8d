import { z } from "zod";
import { MatchRequestEnded } from "../../../events/calls.ts";
import { id } from "../../../events/fields.ts";
import { account } from "../../accounts/state.ts";
import { command } from "../../deciding/command.ts";
import { isRefusal } from "../../answers/refusals.ts";
import { callProfile } from "../call_profile.ts";
import { availabilityOf } from "../state.ts";

/** Removes someone with an incomplete profile from the queue; see `callProfile`. */
export const endUnshown = command({
  name: "endUnshown",
  app: "calls",

  input: z.object({ userId: id }),

  reads: ({ userId }) => ({ account: account(userId), availability: availabilityOf(userId) }),

  decide: ({ account, availability }, { userId }, { now }) =>
    availability?.status === "waiting" && isRefusal(callProfile(account, now))
      ? [MatchRequestEnded({ userId, reason: "profile" })]
      : [],

  answer: () => ({}),
});
