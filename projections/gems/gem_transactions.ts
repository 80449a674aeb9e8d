import type { EventOf } from "../../events/vocabulary.ts";
import { projection, type Reader } from "../projection.ts";

const reasons = {
  GemsCharged: "charge",
  GemsRevoked: "refund",
  GemsSpent: "use",
  GemsReturned: "refund",
  GemsGranted: "grant",
} as const;

/** The ledger (seed 000, `GemTransaction`): a person's balance is the sum of their entries. */
export const gemTransactions = projection({
  name: "gem_transactions",
  version: 2,
  columns: {
    id: "bigint",
    user_id: "bigint",
    /** Negative when gems went away. */
    amount: "integer",
    /** charge · use · refund · grant */
    reason: "text",
    match_id: "bigint?",
    created_at: "timestamptz",
  },
  primaryKey: ["id"],
  indexes: [["user_id", "created_at"]],
  types: ["GemsCharged", "GemsRevoked", "GemsSpent", "GemsReturned", "GemsGranted"],
  keys: (event) => [{ id: event.data.entryId }],
  evolve: (_row, event) => ({
    id: event.data.entryId,
    user_id: event.data.userId,
    amount: signedAmount(event),
    reason: reasons[event.type],
    match_id: "matchId" in event.data ? event.data.matchId : null,
    created_at: event.data.at,
  }),
});

/** What an entry adds to the balance. */
export function signedAmount(event: EventOf<keyof typeof reasons>): number {
  return event.type === "GemsSpent" || event.type === "GemsRevoked" ? -event.data.amount : event.data.amount;
}

/** One line of a person's ledger. */
export type LedgerEntry = { id: number; amount: number; reason: string; created_at: Date };

/** A person's ledger, newest first, older than entry `before` where it is given. */
export async function ledgerOf(
  { sql, table }: Reader,
  of: { userId: number; before?: number; limit: number },
): Promise<LedgerEntry[]> {
  return await sql<LedgerEntry[]>`
    SELECT id, amount, reason, created_at FROM ${table(gemTransactions)}
    WHERE user_id = ${of.userId} ${
    of.before === undefined ? sql`` : sql`AND (created_at, id) < (
      SELECT created_at, id FROM ${table(gemTransactions)} WHERE id = ${of.before})`
  }
    ORDER BY created_at DESC, id DESC LIMIT ${of.limit}`;
}
