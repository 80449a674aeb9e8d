import { z } from "zod";
import { MatchRequested } from "../../events/calls.ts";
import { ageOf } from "../../projections/users.ts";
import { account } from "../accounts/state.ts";
import { command } from "../command.ts";
import { refuse } from "../refusals.ts";
import { conditionsFrom, costOf } from "./conditions.ts";
import { availabilityOf, settingsOf, wallet } from "./state.ts";

/** Enters the queue (seed 001 §3.1). Harmless for someone who waits already or has an open offer. */
export const requestMatch = command({
  name: "requestMatch",
  app: "calls",

  input: z.object({}),

  reads: (_input, me) => ({
    account: account(me),
    availability: availabilityOf(me),
    settings: settingsOf(me),
    wallet: wallet(me),
  }),

  decide: ({ account, availability, settings, wallet }, _input, { me, now, rules }) => {
    const age = account && ageOf(account, now);
    if (!age || !account?.gender) return refuse("profile.required", { link: "PUT /api/user/profile/" });
    if (age < rules.minAge) return refuse("account.too_young", { minAge: rules.minAge });
    switch (availability?.status) {
      case "in_call":
        return refuse("match.in_call");
      case "matched":
        return refuse("match.awaiting_call");
      case "waiting":
      case "offered":
        return [];
    }
    const needed = costOf(conditionsFrom(settings), rules.gemPrices);
    const balance = wallet?.balance ?? 0;
    if (needed > Math.max(balance, 0)) return refuse("gems.not_enough", { needed, balance });
    return [MatchRequested({ userId: me, since: now.toISOString() })];
  },

  answer: ({ availability }) => ({ status: availability?.status ?? "idle" }),
});
