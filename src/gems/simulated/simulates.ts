import type { Simulates, Teller } from "../../app/simulates.ts";
import { buyGems, cheat, readLedger, refundLast } from "./shopping.ts";
import { openTill } from "./till.ts";

/** People buy gems, look at their ledger, have a payment refunded, and now and then try to pay with nothing. */
export const simulates: Simulates = {
  opens: openTill,
  life: (person) => ({
    acts: [
      { likelihood: 0.06, act: () => readLedger(person) },
      { likelihood: 0.04, act: async () => void await buyGems(person) },
      { likelihood: 0.02, act: () => refundLast(person) },
      { likelihood: 0.02, act: () => cheat(person) },
    ],
    leaves: () => readLedger(person),
  }),
  tells,
};

function tells(): Teller {
  const gems = { GemsCharged: 0, GemsSpent: 0, GemsReturned: 0, GemsRevoked: 0 };
  return {
    see({ type, data }) {
      if (type === "GemsCharged" || type === "GemsSpent" || type === "GemsReturned" || type === "GemsRevoked") {
        gems[type] += data.amount;
      }
    },
    says: () => ({
      gems: `${gems.GemsCharged} charged, ${gems.GemsSpent} spent, ${gems.GemsReturned} returned, ` +
        `${gems.GemsRevoked} refunded`,
    }),
  };
}
