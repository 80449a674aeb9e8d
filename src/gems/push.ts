import type { gemEvents } from "../../events/gems.ts";
import { ledger } from "../../projections/gems/ledger.ts";
import { load } from "../deciding/boundary.ts";
import { type Draft, nothing, type Push } from "../realtime/push.ts";
import { wallet } from "./state.ts";

/** What the events of gems give to a viewer. */
export const push: Push<typeof gemEvents> = {
  GemsCharged: entry("GemsCharged"),
  GemsRevoked: entry("GemsRevoked"),
  PaymentRevoked: nothing,
  GemsSpent: entry("GemsSpent"),
  GemsReturned: entry("GemsReturned"),
  GemsGranted: entry("GemsGranted"),
};

/** An entry of somebody's ledger, told to them alone with the balance that they have by then. */
function entry(type: keyof typeof ledger) {
  const { sign, reason } = ledger[type];
  return ({ userId, amount }: { userId: number; amount: number }, viewer: number): Draft[] => {
    if (userId !== viewer) return [];
    const known = { amount: sign * amount, reason };
    return [{
      type: "gems.changed",
      known,
      async complete({ log, registry }) {
        const { state } = await load(log, registry, { wallet: wallet(viewer) });
        return { balance: state.wallet?.balance ?? 0, ...known };
      },
    }];
  };
}
