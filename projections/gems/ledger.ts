import type { Event, EventOf } from "../../events/vocabulary.ts";

/** An event that changes somebody's balance: each is one entry of their ledger. */
type Entry = Extract<Event, { data: { entryId: number; userId: number; amount: number } }>;

/** What an entry is called in answers and frames, and on pages. */
export const reasons = {
  charge: { ko: "충전", en: "Bought" },
  use: { ko: "사용", en: "Spent" },
  refund: { ko: "돌려받음", en: "Refunded" },
  grant: { ko: "받음", en: "Received" },
} as const;

export type Reason = keyof typeof reasons;

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
} as const satisfies Record<Entry["type"], { sign: 1 | -1; reason: Reason }>;

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
