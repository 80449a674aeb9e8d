import { assert, assertEquals } from "@std/assert";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { gemTransactions } from "../../projections/gems/gem_transactions.ts";
import { verifyLive } from "../../src/audit/verify_live.ts";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import type { Log } from "../../src/log/log.ts";
import { rebuild } from "../../src/read_models/rebuild.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { hashOf } from "../support/facts.ts";
import { testServer } from "../support/server.ts";

Deno.test("a read model is compared while the system serves, and while a rebuild takes its table's place", async () => {
  await using server = await testServer();
  const { sql, log, registry, run } = server.system;
  let charging = true;
  let charges = 0;
  const charge = async () => {
    const input = { provider: "development", productId: "gems_100", paymentHash: hashOf(`payment ${charges++}`) };
    assert(!isRefusal(await run(chargeGems, input, { me: 1 + charges % 3, correlationId: "test" })));
  };
  await charge();
  assert(await registry.seen([gemBalances, gemTransactions], await log.head(), 60_000));
  const load = (async () => {
    while (charging) await charge();
  })();
  await using _ = {
    async [Symbol.asyncDispose]() {
      charging = false;
      await load;
    },
  };
  for (let n = 0; n < 5; n++) {
    for (const projection of [gemBalances, gemTransactions]) {
      let told = 0;
      const found = await verifyLive({ sql, log, registry, projection, progress: (position) => told = position });
      assertEquals(found.differences, [], projection.name);
      assert(found.position > 0 && told >= found.position);
    }
  }

  let read = 0;
  const slowed: Pick<Log, "read" | "head"> = {
    head: () => log.head(),
    async read(from) {
      if (read++ === 0) {
        await rebuild({ sql, log, projections: [gemBalances], signal: new AbortController().signal });
        await sql`DELETE FROM processes`;
        await sql`UPDATE read_models SET changed_at = now() - interval '2 minutes' WHERE state = 'retired'`;
        await sql`DELETE FROM read_models WHERE state = 'retired'`;
      }
      return await log.read(from);
    },
  };
  await registry.refresh();
  const table = registry.tableName(gemBalances);
  const found = await verifyLive({ sql, log: slowed, registry, projection: gemBalances });
  assertEquals(found.differences, []);
  await registry.refresh();
  assert(registry.tableName(gemBalances) !== table);
});
