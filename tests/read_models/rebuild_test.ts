import { assert, assertEquals, assertRejects } from "@std/assert";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { connect, cutOffBy } from "../../src/database/connect.ts";
import { beginTable, claimTable } from "../../src/read_models/build_table.ts";
import { dropUnused, ensureLive, rebuild } from "../../src/read_models/rebuild.ts";
import { tablesOf } from "../../src/read_models/registry.ts";
import { verify } from "../../src/read_models/verify.ts";
import { balanceOf, gemBalances } from "../../projections/gems/gem_balances.ts";
import { projections } from "../../src/apps.ts";
import { eventually } from "../support/eventually.ts";
import { hashOf } from "../support/facts.ts";
import { childServer, testInstallation, testServer } from "../support/server.ts";

const product = { provider: "development", productId: "gems_100" };

const current = `gem_balances_v${gemBalances.version}`;
const next = `gem_balances_v${gemBalances.version + 1}`;

Deno.test("a rebuild beside a serving system misses nothing, shows no empty moment and replaces the table", async () => {
  await using server = await testServer();
  const { sql, log, registry, run } = server.system;
  const charge = async (n: number) => {
    const paymentHash = hashOf(`payment ${n}`);
    const charged = await run(chargeGems, { ...product, paymentHash }, { me: 1, correlationId: "test" });
    assert(!isRefusal(charged));
    return charged;
  };
  for (let n = 0; n < 50; n++) await charge(n);
  const before = registry.tableName(gemBalances);

  let charges = 50;
  let rebuilding = true;
  const seen: number[] = [];
  const writing = (async () => {
    while (rebuilding) {
      assertEquals((await charge(charges)).new_balance, 100 * (charges + 1));
      charges++;
      seen.push(await balanceOf(registry, 1));
    }
  })();
  await rebuild({ sql, log, projections, signal: new AbortController().signal });
  rebuilding = false;
  await writing;

  for (const balance of seen) assert(balance >= 5_000, `a reader saw ${balance} gems`);
  await eventually(() => registry.tableName(gemBalances) !== before);
  assertEquals((await charge(charges)).new_balance, 100 * (charges + 1));
  assertEquals(await balanceOf(registry, 1), 100 * (charges + 1));

  for (const projection of projections) {
    const checked = await verify({ sql, log, projection, table: registry.tableName(projection) });
    assertEquals(checked.differences, [], projection.name);
  }
  const [view] = await sql<{ balance: number }[]>`SELECT balance FROM gem_balances WHERE user_id = 1`;
  assertEquals(view.balance, 100 * (charges + 1));
});

Deno.test("a new version is built beside the old one, which goes once nobody reads it", async () => {
  await using server = await testServer();
  const { sql, log, run, registry } = server.system;
  await run(chargeGems, { ...product, paymentHash: hashOf("first") }, { me: 1, correlationId: "test" });
  const doubled = {
    ...gemBalances,
    version: gemBalances.version + 1,
    evolve: (
      row: { user_id: number; balance: number } | undefined,
      event: Parameters<typeof gemBalances.evolve>[1],
      key: Parameters<typeof gemBalances.evolve>[2],
    ) => {
      const once = gemBalances.evolve(row && { ...row, balance: row.balance / 2 }, event, key);
      return once && { ...once, balance: once.balance * 2 };
    },
  };
  const signal = new AbortController().signal;
  await ensureLive({ sql, log, projections: [doubled], signal });
  const tables = await tablesOf(sql, [gemBalances, doubled]);
  assertEquals(tables.map((t) => `${t.table_name} ${t.state}`).sort(), [
    `${current} live`,
    `${next} live`,
  ]);
  const [view] = await sql<{ balance: number }[]>`SELECT balance FROM gem_balances`;
  assertEquals(view.balance, 200);
  assertEquals(await balanceOf(registry, 1), 100);

  // the process that knows the old version still reads it
  await sql`UPDATE read_models SET changed_at = now() - interval '2 minutes'`;
  assertEquals(await dropUnused(sql), []);
  assertEquals(await balanceOf(registry, 1), 100);
  await sql`DELETE FROM processes`;
  assertEquals(await dropUnused(sql), [`${current}`]);
});

Deno.test("a rebuild broken off leaves the table in use and nothing half-built", async () => {
  await using server = await testServer();
  const { sql, log, run, registry } = server.system;
  await run(chargeGems, { ...product, paymentHash: hashOf("first") }, { me: 1, correlationId: "test" });
  const signal = AbortSignal.abort(new Error("broken off"));
  await assertRejects(() => rebuild({ sql, log, projections: [gemBalances], signal }), Error, "broken off");
  assertEquals(registry.tableName(gemBalances), `${current}`);
  assertEquals((await tablesOf(sql, [gemBalances])).map((t) => t.state), ["live"]);
  await rebuild({ sql, log, projections: [gemBalances], signal: new AbortController().signal });
  const states = (await tablesOf(sql, [gemBalances])).map((t) => t.state).sort();
  assertEquals(states, ["live", "retired"]);
});

Deno.test("a build broken off by closing its connections leaves nothing half-built that the next would wait for", async () => {
  await using server = await testServer();
  const { sql, log } = server.system;
  const cut = connect(server.installation.databaseUrl, { max: 2 });
  const reading = Promise.withResolvers<void>();
  const stopping = new AbortController();
  const newer = { ...gemBalances, version: gemBalances.version + 1 };
  const stuck = {
    ...log,
    async read() {
      reading.resolve();
      await cut`SELECT pg_sleep(60)`;
      return [];
    },
  };
  const of = { log: stuck, projections: [newer], signal: stopping.signal };
  const building = cutOffBy(stopping.signal, [cut], () => ensureLive({ ...of, sql: cut, undoing: sql }));
  await reading.promise;
  assertEquals((await tablesOf(sql, [newer])).map((t) => t.state), ["building"]);
  stopping.abort(new Error("told to stop"));
  await assertRejects(() => building, Error, "told to stop");
  assertEquals(await tablesOf(sql, [newer]), []);
});

Deno.test("processes that start together on an empty database build each read model once", async () => {
  await using place = await testInstallation({ isNew: true });
  const servers = await Promise.all([1, 2, 3, 4].map(() => childServer(place)));
  await using stack = new AsyncDisposableStack();
  servers.forEach((server) => stack.use(server));
  const sql = connect(place.databaseUrl, { max: 1 });
  stack.defer(() => sql.end());
  const tables = await tablesOf(sql, projections);
  assertEquals(tables.length, projections.length);
  for (const table of tables) assertEquals(table.state, "live");
});

Deno.test("an event that comes just before the switch is in the new table soon, also when nothing follows", async () => {
  await using server = await testServer();
  const { sql, log, registry, run } = server.system;
  const charge = (what: string) =>
    run(chargeGems, { ...product, paymentHash: hashOf(what) }, { me: 1, correlationId: "test" });
  await charge("first");
  const claimed = await claimTable(sql, gemBalances, true);
  assert(claimed);
  const build = await beginTable(sql, gemBalances, claimed);
  await build.fold(await log.read({ after: 0, limit: 100 }));
  await build.finish(await log.head());
  await charge("last");
  await sql`SELECT switch_read_model(${build.tableName})`;
  await eventually(async () =>
    registry.tableName(gemBalances) === build.tableName && await balanceOf(registry, 1) === 200
  );
});

Deno.test("a view of an analyst's stands in nobody's way", async () => {
  await using server = await testServer();
  const { sql, log } = server.system;
  await sql`CREATE VIEW analyst AS SELECT count(*) FROM gem_balances`;
  await rebuild({ sql, log, projections: [gemBalances], signal: new AbortController().signal });
  const [{ comment }] = await sql`SELECT obj_description('gem_balances'::regclass, 'pg_class') AS comment`;
  assertEquals(comment, `${current}_2`);
});
