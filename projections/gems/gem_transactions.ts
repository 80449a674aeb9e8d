import { projection, type Reader } from "../projection.ts";
import { entriesOf, ledgerTypes } from "./ledger.ts";

/** The ledger (seed 000, `GemTransaction`): a person's balance is the sum of their entries. */
export const gemTransactions = projection({
  name: "gem_transactions",
  version: 4,
  columns: {
    id: "bigint",
    user_id: "bigint",
    /** Negative when gems went away. */
    amount: "integer",
    /** charge · use · refund · grant · gift */
    reason: "text",
    /** What it was spent on or comes back for; null where it is a payment or a gift. */
    for_kind: "text?",
    for_id: "bigint?",
    /** The same where it is a match of random calls. */
    match_id: "bigint?",
    created_at: "timestamptz",
  },
  primaryKey: ["id"],
  indexes: [["user_id", "created_at"]],
  types: ledgerTypes,
  keys: (event) => entriesOf(event).map(({ id }) => ({ id })),
  evolve: (_row, event, key) => {
    const entry = entriesOf(event).find(({ id }) => id === key.id);
    if (!entry) return undefined;
    const purpose = "for" in event.data ? event.data.for : undefined;
    return {
      ...key,
      user_id: entry.userId,
      amount: entry.amount,
      reason: entry.reason,
      for_kind: purpose?.kind ?? null,
      for_id: purpose?.id ?? null,
      match_id: purpose?.kind === "match" ? purpose.id : null,
      created_at: event.data.at,
    };
  },
});

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
