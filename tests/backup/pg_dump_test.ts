import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Sql } from "postgres";
import { projections } from "../../src/apps.ts";
import { audit } from "../../src/audit/audit.ts";
import { headKey } from "../../src/audit/head_key.ts";
import { headsFile } from "../../src/audit/heads.ts";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { connect } from "../../src/database/connect.ts";
import { verify } from "../../src/read_models/verify.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";
import { start, type Started } from "../../src/start/start.ts";
import { checkAnswers } from "../support/check_answers.ts";
import { hashOf } from "../support/facts.ts";
import { printedSeed } from "../support/seed.ts";
import { recordedHistory } from "../support/world.ts";
import { debianBinaries, startCluster } from "./debian_cluster.ts";
import { appendAll, backupFolder, contentsOf } from "./house.ts";

const binaries = await debianBinaries();
if (!binaries) console.log("There is no PostgreSQL with pg_dump below /usr/lib/postgresql: its test is skipped.");

const people = 8;

/** Charges for somebody whom the history can have neither suspended nor erased. */
async function charge({ system }: Started, payment: string): Promise<void> {
  const input = { provider: "development", productId: "gems_100", paymentHash: hashOf(payment) };
  assert(!isRefusal(await system.run(chargeGems, input, { me: people + 1, correlationId: "test" })));
}

/** The statements that an append-only log refuses, for each of its tables and partitions. */
function changes(partitions: string[]): string[] {
  return [...partitions, "events", "event_tags", "log_batches", "log"].flatMap((table) => [
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `UPDATE ${table} SET ${
      { event_tags: "tag = tag", log_batches: "hash = hash", log: "id = id" }[table] ?? "type = type"
    }`,
  ]);
}

Deno.test({
  name: "pg_dump beside a serving system and pg_restore neither hide events nor repeat them, and appends go on",
  ignore: !binaries,
  async fn() {
    assert(binaries);
    await using folder = await backupFolder();
    await using cluster = await startCluster(binaries);
    const configOf = (url: string, more = {}) =>
      readConfig({ DATABASE_URL: url, DATA_DIR: folder.path("data"), PORT: "0", ...more });
    // no housekeeping, which would delete keys of the erased that the dump still has
    const serving = { ROLES: "http,projections,matcher,deadlines,reactors" };
    const [sourceUrl, targetUrl] = [await cluster.database("source"), await cluster.database("target")];
    await using stack = new AsyncDisposableStack();
    const [source, target] = [sourceUrl, targetUrl].map((url) => connect(url, { max: 2 }));
    stack.defer(async () => void await Promise.all([source, target].map((sql) => sql.end({ timeout: 1 }))));

    const seed = printedSeed(41);
    console.log(`programs in ${binaries}`);
    const server = await start(configOf(sourceUrl, serving), { limit: false });
    let dumping = true;
    let appends = Promise.resolve();
    try {
      await appendAll(server.system.log, recordedHistory(seed, { people, steps: 1_500 }));
      appends = (async () => {
        for (let n = 0; dumping; n++) await charge(server, `payment ${n}`);
      })();
      // it is awaited below, and a failure is told there
      appends.catch(() => {});
      const before = await server.system.log.head();
      await cluster.program("pg_dump", "-Fc", "-d", sourceUrl, "-f", folder.path("dump"));
      await cluster.program("pg_restore", "--exit-on-error", "-d", targetUrl, folder.path("dump"));
      dumping = false;
      await appends;

      const [{ head }] = await target<{ head: number }[]>`SELECT max(last_position) AS head FROM log_batches`;
      assert(head >= before, `dumped up to ${head}, and ${before} was there`);
      assert(await server.system.log.head() > head, "nothing was appended beside");
      const contents = await contentsOf(target, Number.MAX_SAFE_INTEGER);
      assertEquals(contents, await contentsOf(source, head));
      assertEquals(contents.events.length, head);
    } finally {
      dumping = false;
      await appends;
      await server.stop();
    }

    const partitionsOf = async (sql: Sql) =>
      (await sql<{ name: string }[]>`SELECT name FROM partitions_of('events') ORDER BY upper_bound`).map(({ name }) =>
        name
      );
    const partitions = await partitionsOf(target);
    assert(partitions.length > 0, "no partition is attached");
    assertEquals(partitions, await partitionsOf(source));
    for (const change of changes(partitions)) {
      await assertRejects(() => target.unsafe(change), Error, "the log is append-only");
    }

    const restored = await start(configOf(targetUrl), { limit: false, checkAnswers });
    try {
      const { log, registry } = restored.system;
      for (let n = 0; n < 3; n++) await charge(restored, `new payment ${n}`);
      const events = await log.read({ after: 0, limit: 100_000 });
      assertEquals(events.map(({ position }) => position), events.map((_, n) => n + 1));
      // the server goes on ending what was left open
      assert(await log.head() >= events.length);
      for (const projection of projections) {
        const table = registry.tableName(projection);
        const { differences } = await verify({ sql: target, log, projection, table });
        assertEquals(differences, [], projection.name);
      }
    } finally {
      await restored.stop();
    }
    // only the copy's: signed heads of the one it was copied from stand after the dump
    const heads = headsFile(folder.path("nowhere"));
    const secrets = await loadSecrets(configOf(targetUrl));
    assertEquals((await audit({ sql: target, key: headKey(secrets), heads })).findings, []);
  },
});
