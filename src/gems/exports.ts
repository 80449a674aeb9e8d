import { z } from "zod";
import { balanceOf } from "../../projections/gems/gem_balances.ts";
import { gemTransactions } from "../../projections/gems/gem_transactions.ts";
import { payments } from "../../projections/gems/payments.ts";
import { exportPart, records } from "../app/exports.ts";

/** What a person has, had and paid. */
export const exports = {
  gems: exportPart({
    schema: z.object({ balance: z.int(), transactions: records, payments: records }),
    example: {
      balance: 85,
      transactions: [{ id: 41, amount: 100, reason: "charge", created_at: "2026-03-02T09:20:00.000Z" }],
      payments: [{ provider: "development", product_id: "gems_100", gems: 100, revoked: false }],
    },
    async read({ sql, registry }, userId) {
      const { table } = registry;
      const transactions = await sql`
        SELECT id, amount, reason, match_id, created_at FROM ${table(gemTransactions)}
        WHERE user_id = ${userId} ORDER BY created_at, id`;
      const paid = await sql`
        SELECT provider, product_id, gems, charged_at, revoked FROM ${table(payments)}
        WHERE user_id = ${userId} ORDER BY charged_at`;
      return { balance: await balanceOf(registry, userId), transactions: [...transactions], payments: [...paid] };
    },
  }),
};
