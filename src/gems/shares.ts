import type { gemEvents } from "../../events/gems.ts";
import { ledger } from "../../projections/gems/ledger.ts";
import { except, named, type Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof gemEvents> = {
  GemsCharged: (data) => except(data, "userId", "paymentHash"),
  GemsRevoked: (data) => except(data, "userId", "paymentHash"),
  // it names nobody
  PaymentRevoked: () => undefined,
  GemsSpent: (data) => except(data, "userId"),
  GemsReturned: (data) => except(data, "userId"),
  GemsGranted: (data) => except(data, "userId", "by"),
  // each their own entry, and the meeting by which they know the other
  GemsGiven(data, me) {
    const mine = ledger.GemsGiven(data).find(({ userId }) => userId === me);
    return mine && { entryId: mine.id, amount: mine.amount, met: named(data.met), at: data.at };
  },
};
