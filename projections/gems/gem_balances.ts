import { tag } from "../../events/event.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import { projection, type Reader } from "../projection.ts";
import { entriesOf, type Entry, type LedgerEvent, ledgerTypes } from "./ledger.ts";

/** How many gems each person has (seed 000, `GemBalance`): a row for every account. Only a refund can make it negative. */
export const gemBalances = projection({
  name: "gem_balances",
  version: 4,
  columns: { user_id: "bigint", balance: "bigint" },
  primaryKey: ["user_id"],
  types: ["AccountRegistered", ...ledgerTypes],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => changesOf(event).map(({ userId }) => ({ user_id: userId })),
  evolve: (row, event, key) => ({
    ...key,
    balance: changesOf(event).filter(({ userId }) => userId === key.user_id)
      .reduce((balance, { amount }) => balance + amount, row?.balance ?? 0),
  }),
});

/** Whose balances an event changes, and by how much: an account begins with none. */
function changesOf(event: LedgerEvent | EventOf<"AccountRegistered">): Pick<Entry, "userId" | "amount">[] {
  return event.type === "AccountRegistered" ? [{ userId: event.data.userId, amount: 0 }] : entriesOf(event);
}

/** A person's gems. */
export async function balanceOf({ sql, table }: Reader, userId: number): Promise<number> {
  const [found] = await sql<{ balance: number }[]>`
    SELECT balance FROM ${table(gemBalances)} WHERE user_id = ${userId}`;
  return found?.balance ?? 0;
}
