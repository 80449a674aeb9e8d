import { z } from "zod";
import { id, meeting } from "../../events/fields.ts";
import { GemsGiven } from "../../events/gems.ts";
import { giftsADay, timesIn } from "../../projections/gems/gem_gifts.ts";
import { isBlocked } from "../../projections/safety/pairs.ts";
import { account, pairOf } from "../accounts/state.ts";
import { type PlainRefusalCode, refuse } from "../answers/refusals.ts";
import { command } from "../deciding/command.ts";
import { notEnough } from "./spending.ts";
import { gifts, wallet } from "./state.ts";

const dayMs = 24 * 3_600_000;

/**
 * Gives someone gems of one's own, a few times a day. The caller has looked up the meeting `met` and its two people;
 * `unknown` is what it says where there is no such meeting, and so does a block.
 */
export const giveGems = command({
  name: "giveGems",
  app: "gems",
  ids: ["gem_entry"],

  input: z.object({ other: id, met: meeting, unknown: z.custom<PlainRefusalCode>(), gems: z.int().positive() }),

  reads: ({ other }, { me }) => ({
    pair: pairOf([me, other]),
    receiver: account(other),
    wallet: wallet(me),
    gifts: gifts(me),
  }),

  decide: ({ pair, receiver, wallet, gifts }, { other, met, unknown, gems }, { me, now, newId }) => {
    if (other === me || isBlocked(pair)) return refuse(unknown);
    if (!receiver || receiver.erased_at !== null) return refuse("account.unknown");
    const short = notEnough(wallet, gems);
    if (short) return short;
    const seconds = secondsToWait(timesIn(gifts?.given_at), now);
    if (seconds > 0) return refuse("gems.too_many_gifts", { most: giftsADay, seconds });
    return [
      GemsGiven({
        entryId: newId("gem_entry"),
        userId: me,
        receiverEntryId: newId("gem_entry"),
        receiverId: other,
        amount: gems,
        met,
        at: now.toISOString(),
      }),
    ];
  },

  answer: ({ wallet }) => ({ new_balance: wallet?.balance ?? 0 }),
});

/** How long until another gift may be given: until the oldest of as many as a day has is a day old. */
function secondsToWait(given: readonly string[], now: Date): number {
  const oldest = given.at(-giftsADay);
  return oldest === undefined ? 0 : Math.ceil((Date.parse(oldest) + dayMs - now.getTime()) / 1000);
}
