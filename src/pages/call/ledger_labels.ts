import type { Frame } from "../../realtime/protocol.ts";
import { t } from "./words.ts";

/** Why gems came or went. */
type LedgerReason = Extract<Frame, { type: "gems.changed" }>["data"]["reason"];

/** What each reason is called, by the name of its text: a reason without one does not compile. */
const labels = { charge: "charge", use: "use", refund: "refund", grant: "grant", gift: "gift" } as const satisfies {
  [R in LedgerReason]: string;
};

const isReason = (reason: string): reason is LedgerReason => Object.hasOwn(labels, reason);

/** What a ledger's reason is called; one of a newer server stands as it came. */
export const labelOf = (reason: string): string => isReason(reason) ? t(labels[reason]) : reason;
