import type { Event, EventOf } from "../../events/vocabulary.ts";

/** An event that changes somebody's balance. */
type WithEntry = Extract<Event, { data: { entryId: number; userId: number; amount: number } }>;

/** Why an entry is there, as answers and frames say it. A page has a label for each: one without does not compile. */
export const reasons = ["charge", "use", "refund", "grant", "gift"] as const;

/** One line of one person's ledger. */
export type Entry = {
  id: number;
  userId: number;
  /** Negative when gems go. */
  amount: number;
  reason: (typeof reasons)[number];
};

/** The one entry of an event about one person: whether gems come or go, and why. */
const one =
  (sign: 1 | -1, reason: (typeof reasons)[number]) =>
  (of: { entryId: number; userId: number; amount: number }): Entry[] => [
    { id: of.entryId, userId: of.userId, amount: sign * of.amount, reason },
  ];

/**
 * The entries of every event of the ledger. Balances, ledger, frames and invariants all go by this table; an event that
 * carries an entry and is missing here does not compile.
 */
export const ledger = {
  GemsCharged: one(1, "charge"),
  GemsRevoked: one(-1, "refund"),
  GemsSpent: one(-1, "use"),
  GemsReturned: one(1, "refund"),
  GemsGranted: one(1, "grant"),
  GemsGiven: ({ entryId, userId, receiverEntryId, receiverId, amount }) => [
    { id: entryId, userId, amount: -amount, reason: "gift" },
    { id: receiverEntryId, userId: receiverId, amount, reason: "gift" },
  ],
} satisfies { [T in WithEntry["type"]]: (data: EventOf<T>["data"]) => Entry[] };

/** An event of the ledger. */
export type LedgerEvent = EventOf<keyof typeof ledger>;

/** The types of the ledger's events. */
export const ledgerTypes = Object.keys(ledger) as (keyof typeof ledger)[];

/** Whether an event has entries of somebody's ledger. */
export function isLedgerEvent(event: { type: string }): event is LedgerEvent {
  return Object.hasOwn(ledger, event.type);
}

/** The entries of an event: one for each person whose balance it changes. */
export function entriesOf({ type, data }: LedgerEvent): Entry[] {
  return (ledger[type] as (data: LedgerEvent["data"]) => Entry[])(data);
}
