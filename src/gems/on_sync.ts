import { z } from "zod";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { defineOnSync } from "../realtime/snapshot.ts";

/** What a snapshot shows of gems: the balance. */
export const onSync = defineOnSync({
  answer: { gems: z.object({ balance: z.int() }) },
  reads: [gemBalances],
  find: ({ registry: { sql, table } }, userId) =>
    sql`coalesce((SELECT balance FROM ${table(gemBalances)} WHERE user_id = ${userId}), 0)`,
  show: (_system, balance: number) => ({ gems: { balance } }),
});

type GemsShown = z.output<z.ZodObject<typeof onSync.answer>>;

declare module "../realtime/snapshot.ts" {
  interface Snapshot extends GemsShown {}
}
