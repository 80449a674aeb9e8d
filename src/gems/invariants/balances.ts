import { gemBalances } from "../../../projections/gems/gem_balances.ts";
import { gemTransactions } from "../../../projections/gems/gem_transactions.ts";
import { entriesOf, isLedgerEvent } from "../../../projections/gems/ledger.ts";
import type { Reader } from "../../../projections/projection.ts";
import type { Log } from "../../log/log.ts";
import { pagesOf } from "../../log/pages.ts";

const pageSize = 5_000;

type Balance = { user_id: number; balance: number | null; total: number };

/**
 * Compares each balance with the sum of its ledger, in SQL, and with the log. Every account has a balance.
 *
 * @returns one sentence a violation, with user ids
 * @throws when the two tables are being written meanwhile
 */
export async function checkBalances(reader: Reader, log: Pick<Log, "read">): Promise<string[]> {
  const { sql, table } = reader;
  const at = await tablesPosition(reader);
  const folded = await balancesAt(at, log);
  const violations: string[] = [];
  const rows = sql<Balance[]>`
    SELECT user_id, b.balance, coalesce(l.total, 0) AS total FROM ${table(gemBalances)} b
    FULL JOIN (SELECT user_id, sum(amount)::bigint AS total FROM ${table(gemTransactions)} GROUP BY user_id) l
    USING (user_id)`;
  await rows.cursor(pageSize, (page) => {
    for (const { user_id, balance, total } of page) {
      const log = folded.get(user_id) ?? null;
      folded.delete(user_id);
      if (balance === total && balance === log) continue;
      violations.push(`user ${user_id} has ${balance} gems, the ledger adds up to ${total}, the log to ${log}`);
    }
  });
  for (const [userId, gems] of folded) violations.push(`user ${userId} has no balance, and ${gems} gems by the log`);
  if (await tablesPosition(reader) !== at) {
    throw new Error(`The gem tables moved on from ${at} while they were compared.`);
  }
  return violations;
}

/** Everybody's balance by the log, up to a position. */
async function balancesAt(position: number, log: Pick<Log, "read">): Promise<Map<number, number>> {
  const balances = new Map<number, number>();
  for await (const page of pagesOf(log)) {
    for (const event of page) {
      if (event.position > position) return balances;
      if (event.type === "AccountRegistered") balances.set(event.data.userId, 0);
      if (!isLedgerEvent(event)) continue;
      for (const { userId, amount } of entriesOf(event)) balances.set(userId, (balances.get(userId) ?? 0) + amount);
    }
  }
  return balances;
}

async function tablesPosition({ sql, position }: Reader): Promise<number> {
  const [at] = await sql<{ balances: number; ledger: number }[]>`
    SELECT ${position(gemBalances)} AS balances, ${position(gemTransactions)} AS ledger`;
  if (at.balances === at.ledger) return at.balances;
  throw new Error(
    `gem_balances is at ${at.balances} and gem_transactions at ${at.ledger}; compare them when both are still.`,
  );
}
