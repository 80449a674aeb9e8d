import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";
import { isLedgerEvent, ledgerTypes, signedAmount } from "./ledger.ts";

/** How many gems each person has (seed 000, `GemBalance`): a row for every account. Only a refund can make it negative. */
export const gemBalances = projection({
  name: "gem_balances",
  version: 3,
  columns: { user_id: "bigint", balance: "bigint" },
  primaryKey: ["user_id"],
  types: ["AccountRegistered", ...ledgerTypes],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [{ user_id: event.data.userId }],
  evolve: (row, event, key) => ({
    ...key,
    balance: (row?.balance ?? 0) + (isLedgerEvent(event) ? signedAmount(event) : 0),
  }),
});

/** A person's gems. */
export async function balanceOf({ sql, table }: Reader, userId: number): Promise<number> {
  const [found] = await sql<{ balance: number }[]>`
    SELECT balance FROM ${table(gemBalances)} WHERE user_id = ${userId}`;
  return found?.balance ?? 0;
}
