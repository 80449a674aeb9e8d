import type { Event, EventOf } from "../../events/vocabulary.ts";

/** An event that changes somebody's balance: each is one entry of their ledger. */
type Entry = Extract<Event, { data: { entryId: number; userId: number; amount: number } }>;

/** Why an entry is there, as answers and frames say it. A page has a label for each: one without does not compile. */
export const reasons = ["charge", "use", "refund", "grant"] as const;

/**
 * Every event of the ledger: whether gems come or go, and why. Balances, ledger, frames and invariants all go by this
 * table; an event that carries an entry and is missing here does not compile.
 */
export const ledger = {
  GemsCharged: { sign: 1, reason: "charge" },
  GemsRevoked: { sign: -1, reason: "refund" },
  GemsSpent: { sign: -1, reason: "use" },
  GemsReturned: { sign: 1, reason: "refund" },
  GemsGranted: { sign: 1, reason: "grant" },
} as const satisfies Record<Entry["type"], { sign: 1 | -1; reason: (typeof reasons)[number] }>;

/** An event of the ledger. */
export type LedgerEvent = EventOf<keyof typeof ledger>;

/** The types of the ledger's events. */
export const ledgerTypes = Object.keys(ledger) as (keyof typeof ledger)[];

/** Whether an event is an entry of somebody's ledger. */
export function isLedgerEvent(event: { type: string }): event is LedgerEvent {
  return Object.hasOwn(ledger, event.type);
}

/** What an entry adds to the balance: negative when gems go. */
export function signedAmount({ type, data }: LedgerEvent): number {
  return ledger[type].sign * data.amount;
}
