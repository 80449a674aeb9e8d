import { checkBalances } from "./balances.ts";
import { payments } from "./payments.ts";
import { spending } from "./spending.ts";

/** What must hold of every log. */
export const invariants = { gems: spending, payments };

/** What the read models must agree on. */
export const agreements = {
  balances: { says: "each balance is the sum of its ledger, and what the log says", check: checkBalances },
};
