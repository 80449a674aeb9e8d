import { z } from "zod";
import { MatchOffered, MatchRequestEnded } from "../../../events/calls.ts";
import { pair } from "../../../events/fields.ts";
import type { User } from "../../../projections/accounts/users.ts";
import { isBlocked } from "../../../projections/safety/pairs.ts";
import { account, pairOf } from "../../accounts/state.ts";
import { command } from "../../deciding/command.ts";
import { isRefusal, refuse } from "../../answers/refusals.ts";
import { callProfile } from "../call_profile.ts";
import { affords } from "../../gems/spending.ts";
import { wallet } from "../../gems/state.ts";
import { conditionsFrom, costOf, meets } from "../conditions.ts";
import { availabilityOf, offeredPair, settingsOf } from "../state.ts";

/**
 * Shows two waiting people to each other. The log decides, not the matcher's memory: the offer stands only if both still
 * wait with complete profiles, both sides' conditions hold, neither has blocked the other and they have not met within
 * the cooldown. Someone who can no longer pay for their conditions leaves the queue instead.
 */
export const offerMatch = command({
  name: "offerMatch",
  app: "calls",
  ids: ["match"],

  input: z.object({ userIds: pair, cells: z.tuple([z.string().nullable(), z.string().nullable()]) }),

  reads: ({ userIds: [a, b] }) => ({
    pair: pairOf([a, b]),
    offered: offeredPair([a, b]),
    account1: account(a),
    account2: account(b),
    availability1: availabilityOf(a),
    availability2: availabilityOf(b),
    settings1: settingsOf(a),
    settings2: settingsOf(b),
    wallet1: wallet(a),
    wallet2: wallet(b),
  }),

  decide: (state, { userIds, cells }, { now, newId, rules }) => {
    const since = [state.availability1, state.availability2].map((a) =>
      a?.status === "waiting" ? a.waiting_since : null
    );
    const person1 = candidate(state.account1, cells[0], now);
    const person2 = candidate(state.account2, cells[1], now);
    if (!since[0] || !since[1] || !person1 || !person2) return refuse("match.not_waiting");
    if (isBlocked(state.pair)) return refuse("match.not_fitting");
    const last = state.offered?.last_offered_at;
    if (last && now.getTime() - new Date(last).getTime() < rules.rematchCooldownSec * 1000) {
      return refuse("match.not_fitting");
    }
    const conditions1 = conditionsFrom(state.settings1);
    const conditions2 = conditionsFrom(state.settings2);
    const fit = meets(conditions1, person1, person2) && meets(conditions2, person2, person1);
    if (!fit) return refuse("match.not_fitting");
    const costs: [number, number] = [costOf(conditions1, rules.gemPrices), costOf(conditions2, rules.gemPrices)];
    const wallets = [state.wallet1, state.wallet2];
    const short = userIds.filter((_userId, n) => !affords(wallets[n], costs[n]));
    if (short.length > 0) return short.map((userId) => MatchRequestEnded({ userId, reason: "gems" }));
    return [
      MatchOffered({
        matchId: newId("match"),
        userIds,
        waitingSince: [rfc3339(since[0]), rfc3339(since[1])],
        costs,
        offeredAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + rules.showTimeSec * 1000).toISOString(),
      }),
    ];
  },

  answer: ({ availability1 }) => ({ offered: availability1?.status === "offered" }),
});

function candidate(user: User | undefined, cell: string | null, now: Date) {
  const profile = callProfile(user, now);
  return isRefusal(profile) ? undefined : { gender: profile.gender, age: profile.age, cell };
}

const rfc3339 = (time: string) => new Date(time).toISOString();
