import type { gemEvents } from "../../events/gems.ts";
import { type Entry, ledger } from "../../projections/gems/ledger.ts";
import { load } from "../deciding/boundary.ts";
import { type Draft, nothing, type Push } from "../realtime/push.ts";
import { wallet } from "./state.ts";

/** What the events of gems give to a viewer. */
export const push: Push<typeof gemEvents> = {
  GemsCharged: told(ledger.GemsCharged),
  GemsRevoked: told(ledger.GemsRevoked),
  PaymentRevoked: nothing,
  GemsSpent: told(ledger.GemsSpent),
  GemsReturned: told(ledger.GemsReturned),
  GemsGranted: told(ledger.GemsGranted),
  GemsGiven: told(ledger.GemsGiven),
};

/** Tells of each entry of an event the one whose it is, with the balance that they have by then. */
function told<D>(entriesOf: (data: D) => Entry[]) {
  return (data: D, viewer: number): Draft[] =>
    entriesOf(data).filter(({ userId }) => userId === viewer).map(({ amount, reason }) => ({
      type: "gems.changed",
      known: { amount, reason },
      async complete({ log, registry }) {
        const { state } = await load(log, registry, { wallet: wallet(viewer) });
        return { balance: state.wallet?.balance ?? 0, amount, reason };
      },
    }));
}
