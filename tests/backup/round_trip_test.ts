import { assert, assertEquals, assertRejects } from "@std/assert";
import { GemsCharged } from "../../events/gems.ts";
import { projections } from "../../src/apps.ts";
import { headSigner } from "../../src/audit/signer.ts";
import { headKey } from "../../src/audit/head_key.ts";
import { forgottenFile, forgottenSubjects } from "../../src/backup/forgotten.ts";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { verify } from "../../src/read_models/verify.ts";
import { start } from "../../src/start/start.ts";
import { checkAnswers } from "../support/check_answers.ts";
import { hashOf } from "../support/facts.ts";
import { at } from "../support/given.ts";
import { printedSeed } from "../support/seed.ts";
import { recordedHistory } from "../support/world.ts";
import { appendAll, backupFolder, contentsOf, makePlace, openLogOf } from "./house.ts";

const charged = (n: number) =>
  GemsCharged({
    entryId: 1_000_000 + n,
    userId: 1 + n % 10,
    amount: 100,
    balanceAfter: 100,
    provider: "development",
    productId: "gems_100",
    paymentHash: hashOf(`late payment ${n}`),
    at: at(100_000 + n),
  });

Deno.test("a backup beside running appends, and its increment, restore to the same log, which goes on", async () => {
  const seed = printedSeed(41);
  await using folder = await backupFolder();
  await using source = await makePlace();
  await using opened = await openLogOf(source);
  const { log } = opened;
  await appendAll(log, recordedHistory(seed, { people: 10, steps: 3_000 }));

  let appending = true;
  let charges = 0;
  const appends = (async () => {
    while (appending) await appendAll(log, Array.from({ length: 7 }, () => charged(charges++)), 3);
  })();
  const [one, two] = [folder.path("one"), folder.path("two")];
  const backups = (async () => {
    const first = await source.backup(one);
    return [first, await source.backup(two, first.to)];
  })();
  await backups.catch(() => {});
  appending = false;
  await appends;
  const [first, second] = await backups;
  assert(first.to > 200 && second.to >= first.to, `${first.to}, then ${second.to}`);
  assert(await log.head() > second.to, "nothing was appended meanwhile");
  assertEquals(folder.names(), ["one", "one.keys", "two", "two.keys"]);
  for (const name of folder.names()) assertEquals(Deno.statSync(folder.path(name)).mode! & 0o777, 0o600, name);

  await using target = await makePlace(source);
  const restored = await target.restore([one, two]);
  assertEquals({ ...restored, log: "" }, { log: "", position: second.to, keysLeftOut: 0 });
  assertEquals(await contentsOf(target.sql, second.to), await contentsOf(source.sql, second.to));
  const { findings, heads } = await target.audit();
  assertEquals({ findings, heads }, { findings: [], heads: 1 });

  const server = await start(target.config, { limit: false, checkAnswers });
  try {
    const { system } = server;
    assertEquals(system.log.id, restored.log);
    assert(system.log.id !== log.id, "a log that may have missed events kept its id");
    for (const projection of projections) {
      const table = system.registry.tableName(projection);
      const { rows, differences } = await verify({ sql: target.sql, log: system.log, projection, table });
      assertEquals(differences, [], projection.name);
      assert(rows > 0, `${projection.name} is empty`);
    }
    for (const n of [1, 2, 3]) {
      const input = { provider: "development", productId: "gems_100", paymentHash: hashOf(`new payment ${n}`) };
      // somebody whom the history can have neither suspended nor erased
      assert(!isRefusal(await system.run(chargeGems, input, { me: 11, correlationId: "test" })));
    }
    // the server ends what was left open, too
    const later = await system.log.read({ after: second.to, limit: 10_000 });
    assertEquals(later.map(({ position }) => position), later.map((_, n) => second.to + 1 + n));
    assertEquals(later.filter(({ type }) => type === "GemsCharged").length, 3);
    const ids = { user: "userId", match: "matchId", call: "callId", rating: "ratingId", gem_entry: "entryId" };
    for (const [kind, field] of Object.entries(ids)) {
      const [{ next, used }] = await target.sql<{ next: number; used: number }[]>`
        SELECT nextval(${`${kind}_ids`}::regclass) AS next, max((data->>${field})::bigint) AS used FROM events`;
      assert(next > used, `${kind} ids go on with ${next}, and ${used} is in use`);
    }
    const entries = await target
      .sql`SELECT FROM events WHERE data ? 'entryId' GROUP BY data->'entryId' HAVING count(*) > 1`;
    assertEquals(entries.length, 0, "an id was given twice");
  } finally {
    await server.stop();
  }
  assertEquals((await target.audit()).findings, []);
});

Deno.test("a log restored a second time still has its first chain, and a log keeps its id where it missed nothing", async () => {
  await using folder = await backupFolder();
  await using source = await makePlace();
  await using opened = await openLogOf(source);
  await appendAll(opened.log, recordedHistory(7, { people: 4, steps: 300 }));
  const signer = (place: typeof source, log: string) =>
    headSigner({
      ...place,
      log,
      key: headKey(place.secrets),
      now: () => new Date(),
      report: (_, error) => {
        throw error;
      },
    })();
  await signer(source, opened.log.id);
  const { to } = await source.backup(folder.path("a"));
  await appendAll(opened.log, [charged(1)]);
  await signer(source, opened.log.id);

  await using second = await makePlace(source);
  // the operator keeps the signed heads: those of the old log after the backup are not missed
  await Deno.copyFile(`${source.dataDir}/heads.jsonl`, `${second.dataDir}/heads.jsonl`);
  const { log: secondLog } = await second.restore([folder.path("a")]);
  assertEquals({ ...await second.audit(), head: 0 }, { head: 0, heads: 2, leftAside: 1, wrong: 0, findings: [] });
  await using reopened = await openLogOf(second);
  await appendAll(reopened.log, [charged(2)]);
  await signer(second, secondLog);
  await second.backup(folder.path("b"));
  await assertRejects(() => second.backup(folder.path("b")), Error, "is there already");

  await using third = await makePlace(second);
  await Deno.copyFile(`${second.dataDir}/heads.jsonl`, `${third.dataDir}/heads.jsonl`);
  const { log: thirdLog, position } = await third.restore([folder.path("b")], { sameLog: true });
  assertEquals([thirdLog, position], [secondLog, to + 1]);
  assertEquals({ ...await third.audit(), head: 0 }, { head: 0, heads: 3, leftAside: 1, wrong: 0, findings: [] });
  assertEquals(await contentsOf(third.sql, position), await contentsOf(second.sql, position));
});

Deno.test("a person who was forgotten after the backup stays so", async () => {
  await using folder = await backupFolder();
  await using source = await makePlace();
  await using opened = await openLogOf(source);
  const { log, personal } = opened;
  const history = recordedHistory(3, { people: 4, steps: 200 });
  await appendAll(log, history);
  const names = (read: Awaited<ReturnType<typeof log.read>>) =>
    read.flatMap((event) => event.type === "AccountRegistered" && event.data.usernameHash ? [event.data.username] : []);
  const everybody = ["user1", "user2", "user3", "user4"];
  assertEquals(names(await log.read({ after: 0, limit: 10_000 })), everybody);
  await source.backup(folder.path("before"));
  await personal.erase(2);
  await personal.erase(3);
  await source.backup(folder.path("after"));
  const list = forgottenSubjects(source.sql, source.dataDir);
  await list.copy();
  await personal.erase(4);
  await list.copy();
  await list.copy();
  assertEquals((await Deno.readTextFile(forgottenFile(source.dataDir))).trim().split("\n").length, 3);

  const cases: { file: string; lists: string[]; left: number; names: (string | null)[] }[] = [
    { file: "before", lists: [], left: 0, names: everybody },
    { file: "before", lists: [folder.path("after.keys")], left: 2, names: ["user1", null, null, "user4"] },
    { file: "before", lists: [forgottenFile(source.dataDir)], left: 3, names: ["user1", null, null, null] },
    { file: "after", lists: [], left: 0, names: ["user1", null, null, "user4"] },
  ];
  for (const { file, lists, left, names: expected } of cases) {
    await using target = await makePlace(source);
    const { keysLeftOut } = await target.restore([folder.path(file)], { erasuresFrom: lists });
    assertEquals(keysLeftOut, left);
    await using reopened = await openLogOf(target);
    assertEquals(names(await reopened.log.read({ after: 0, limit: 10_000 })), expected);
  }

  // the list of the data directory is applied without being named
  await using target = await makePlace(source);
  await Deno.copyFile(forgottenFile(source.dataDir), forgottenFile(target.dataDir));
  assertEquals((await target.restore([folder.path("before")])).keysLeftOut, 3);
  const forgotten = await target.sql<{ subject: number }[]>`SELECT subject FROM forgotten_subjects ORDER BY 1`;
  assertEquals(forgotten.map(({ subject }) => subject), [2, 3, 4]);
});
