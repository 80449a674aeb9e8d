import { z } from "zod";
import { MatchRequested, MatchRequestEnded } from "../../events/calls.ts";
import { ageOf } from "../../projections/accounts/users.ts";
import { account } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { callProfile } from "./call_profile.ts";
import { tooDear } from "./conditions.ts";
import { wallet } from "../gems/state.ts";
import { availabilityOf, settingsOf } from "./state.ts";

/**
 * Enters the queue (seed 001 §3.1). Harmless for someone who is waiting already or has an open offer. Someone waiting who
 * can no longer pay for their conditions leaves it.
 */
export const requestMatch = command({
  name: "requestMatch",
  app: "calls",

  input: z.object({}),

  reads: (_input, { me }) => ({
    account: account(me),
    availability: availabilityOf(me),
    settings: settingsOf(me),
    wallet: wallet(me),
  }),

  decide: ({ account, availability, settings, wallet }, _input, { me, now, rules }) => {
    const profile = callProfile(account, now);
    if (isRefusal(profile)) return profile;
    if (!account || (ageOf(account, now) ?? 0) < rules.minAge) {
      return refuse("account.too_young", { minAge: rules.minAge });
    }
    const dear = tooDear(settings, wallet, rules.gemPrices);
    switch (availability?.status) {
      case "in_call":
        return refuse("match.in_call");
      case "matched":
        return refuse("match.awaiting_call");
      case "waiting":
        return dear ? [MatchRequestEnded({ userId: me, reason: "gems" })] : [];
      case "offered":
        return [];
    }
    return dear ?? [MatchRequested({ userId: me, since: now.toISOString() })];
  },

  answer: ({ availability, settings, wallet }, _input, { rules }) => {
    const status = availability?.status ?? "idle";
    return status === "idle" && tooDear(settings, wallet, rules.gemPrices) || { status };
  },
});
