import type { NewEvent } from "../../../../events/event.ts";
import { gemBalances } from "../../../../projections/gems/gem_balances.ts";
import { connect } from "../../../database/connect.ts";
import { prepareSchema } from "../../../start/prepare_schema.ts";
import { openLog } from "../../../log/open.ts";
import { personalKeys } from "../../../log/personal.ts";
import { rebuild } from "../../../read_models/rebuild.ts";
import { serve } from "./serve.ts";
import type { Fact, Store } from "./store.ts";

const pageSize = 5_000;
const at = "2026-03-01T12:00:00.000Z";
const meta = { actor: null, correlationId: "", app: "calls" as const };

async function open(url: string): Promise<Store> {
  const sql = connect(url);
  await prepareSchema(sql);
  const log = await openLog({ sql, personal: personalKeys(sql, []) });
  /** Wallets of the read model are numbers: the same for the same stream. */
  const users = new Map<string, number>();

  function event({ type, n, amount }: Fact, tag: string): NewEvent {
    const userId = users.get(tag) ?? users.set(tag, users.size + 1).size;
    return { type, version: 1, tags: [tag], data: { entryId: n, userId, amount, matchId: n, at } };
  }

  return {
    async append(stream, facts) {
      const tag = `wallet:${stream.id}`;
      const appended = await log.append({
        events: facts.map((fact) => event(fact, tag)),
        guards: [{ any: [{ types: ["GemsCharged", "GemsSpent"], tags: [tag] }], after: Number(stream.position) }],
        meta,
      });
      if (appended.outcome !== "appended") return false;
      stream.position = String(appended.position);
      stream.length += facts.length;
      return true;
    },
    async readAll() {
      let count = 0;
      for (let after = 0;;) {
        const page = await log.read({ after, limit: pageSize });
        count += page.length;
        if (page.length < pageSize) return count;
        after = page[page.length - 1].position;
      }
    },
    tail: (seen, signal) =>
      log.subscribe(0, (events) => {
        for (const event of events) if ("entryId" in event.data) seen(event.data.entryId);
      }, signal),
    rebuilds: {
      "gem_balances": () => rebuild({ sql, log, projections: [gemBalances], signal: new AbortController().signal }),
    },
    async total() {
      const [{ total }] = await sql<{ total: number }[]>`SELECT sum(balance)::bigint AS total FROM gem_balances`;
      return total;
    },
    async close() {
      await log.close();
      await sql.end({ timeout: 1 });
    },
  };
}

await serve(open);
