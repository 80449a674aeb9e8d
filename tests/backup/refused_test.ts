import { assert, assertEquals, assertRejects } from "@std/assert";
import { UnfitBackup } from "../../src/backup/read_file.ts";
import { openDatabase } from "../../src/start/open_database.ts";
import { tamper } from "../audit/tampering.ts";
import { requested } from "../support/facts.ts";
import { recordedHistory } from "../support/world.ts";
import { appendAll, backupFolder, makePlace, openLogOf, type Place } from "./house.ts";

/** That a database is as empty as a new one, and takes a log of its own. */
async function assertEmpty(place: Place): Promise<void> {
  const [counts] = await place.sql`SELECT
    (SELECT count(*) FROM log) AS log, (SELECT count(*) FROM events) AS events,
    (SELECT count(*) FROM event_tags) AS tags, (SELECT count(*) FROM log_batches) AS batches,
    (SELECT count(*) FROM personal_keys) AS keys, (SELECT count(*) FROM forgotten_subjects) AS forgotten`;
  assertEquals({ ...counts }, { log: 1, events: 0, tags: 0, batches: 0, keys: 0, forgotten: 0 });
}

Deno.test("files that are damaged, cut off or out of order are refused, and nothing is left half-done", async (t) => {
  await using folder = await backupFolder();
  await using source = await makePlace();
  await using opened = await openLogOf(source);
  await appendAll(opened.log, recordedHistory(1, { people: 6, steps: 600 }));
  const one = await source.backup(folder.path("one"));
  await appendAll(opened.log, [requested(1), requested(2)]);
  const two = await source.backup(folder.path("two"), one.to);
  await appendAll(opened.log, [requested(3)]);
  await source.backup(folder.path("three"), two.to);
  await using other = await makePlace(source);
  // test databases are copies of one template, its log's id included
  await tamper(other.url, (sql) => sql`UPDATE log SET id = gen_random_uuid()`);
  await using otherLog = await openLogOf(other);
  await appendAll(otherLog.log, recordedHistory(1, { people: 6, steps: 600 }).slice(0, one.to));
  await other.backup(folder.path("other"));
  await using target = await makePlace(source);

  const whole = await Deno.readFile(folder.path("one"));
  const keys = await Deno.readFile(folder.path("one.keys"));
  const write = async (name: string, bytes: Uint8Array, its = keys) => {
    await Deno.writeFile(folder.path(name), bytes);
    await Deno.writeFile(folder.path(`${name}.keys`), its);
  };
  const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, bytes[at] ^ 0x10);
  await write("flipped", flipped(whole, whole.length >> 1));
  await write("flipped sum", flipped(whole, whole.length - 6));
  await write("half", whole.subarray(0, whole.length >> 1));
  await write("without end", whole.subarray(0, whole.length - 1));
  await write("longer", new Uint8Array([...whole, ...whole]));
  await write("empty", new Uint8Array());
  await write("text", new TextEncoder().encode("SELECT 1;"));
  await write("half keys", whole, keys.subarray(0, keys.length >> 1));
  await write("other keys", whole, await Deno.readFile(folder.path("other.keys")));
  await Deno.copyFile(folder.path("one"), folder.path("no keys"));

  const cases: [files: string[], says: RegExp][] = [
    [["flipped"], /flipped is damaged/],
    [["flipped sum"], /flipped sum is damaged/],
    [["half"], /half is (damaged or )?cut off/],
    [["without end"], /without end is (damaged or )?cut off/],
    [["longer"], /longer is damaged/],
    [["empty"], /empty is (damaged or )?cut off/],
    [["text"], /text is (damaged|no backup)/],
    [["missing"], /missing cannot be read/],
    [["one.keys"], /one\.keys is no backup of the kind/],
    [["half keys"], /half keys\.keys is (damaged or )?cut off/],
    [["other keys"], /other keys\.keys holds the keys of another backup than/],
    [["no keys"], /no keys\.keys cannot be read/],
    [["two"], /two begins after \d+: name the files before it first/],
    [["two", "one"], /two begins after/],
    [["one", "three"], /three begins after \d+, and .*one ends at \d+: the files do not follow/],
    [["one", "one"], /one begins after 0/],
    [["other", "two"], /two is of log .*, and .*other of/],
    [[], /Name the files/],
  ];
  for (const [files, says] of cases) {
    await t.step(`${files.join(" and ") || "no file"}`, async () => {
      const error = await assertRejects(() => target.restore(files.map(folder.path)), UnfitBackup);
      assert(says.test(error.message), `said: ${error.message}`);
      await assertEmpty(target);
    });
  }

  await t.step("a list of the forgotten that is not there", async () => {
    const erasuresFrom = [folder.path("nobody.jsonl")];
    await assertRejects(() => target.restore([folder.path("one")], { erasuresFrom }), UnfitBackup, "is not there");
  });

  await t.step("an installation with other secrets", async () => {
    await using stranger = await makePlace();
    await assertRejects(() => stranger.restore([folder.path("one")]), UnfitBackup, "another INYEON_TAG_KEY");
    const masterKeys = [{ id: "other", key: new Uint8Array(32) }];
    const secrets = { ...source.secrets, masterKeys };
    const unknown = "wrapped by master key development, which is not in INYEON_MASTER_KEYS";
    await assertRejects(() => target.restore([folder.path("one")], { secrets }), UnfitBackup, unknown);
    secrets.masterKeys = [{ id: "development", key: new Uint8Array(32) }];
    await assertRejects(() => target.restore([folder.path("one")], { secrets }), UnfitBackup, "do not open with");
    await assertEmpty(target);
  });

  await t.step("a backup of a log that was tampered with", async () => {
    await using tampered = await makePlace(source);
    await tampered.restore([folder.path("one")]);
    await tamper(tampered.url, (sql) => sql`UPDATE events SET data = data || '{"forged": 1}' WHERE position = 5`);
    await tampered.backup(folder.path("tampered"));
    const restoring = () => target.restore([folder.path("tampered")]);
    await assertRejects(restoring, UnfitBackup, "does not fit its hash chain at position");
    await assertEmpty(target);
  });

  await t.step("a restore that is interrupted", async () => {
    const interrupted = new AbortController();
    const progress = (step: string) => {
      if (step === "loading") interrupted.abort(new Error("interrupted"));
    };
    const options = { signal: interrupted.signal, progress };
    await assertRejects(() => target.restore([folder.path("one")], options), Error, "interrupted");
    await assertEmpty(target);
  });

  await t.step("after all that the database takes the backup", async () => {
    await target.restore(["one", "two", "three"].map(folder.path));
    assertEquals((await target.audit()).findings, []);
  });

  await t.step("a database with a log of its own", async () => {
    await assertRejects(() => target.restore([folder.path("one")]), Error, "The database is not empty");
    assertEquals((await target.audit()).findings, []);
  });
});

Deno.test("no process starts on a restore that was killed, and the next restore begins anew", async () => {
  await using folder = await backupFolder();
  await using source = await makePlace();
  await using opened = await openLogOf(source);
  await appendAll(opened.log, recordedHistory(1, { people: 4, steps: 200 }));
  await source.backup(folder.path("one"));
  await using target = await makePlace(source);
  await target.sql`SELECT begin_restore()`;
  await target.sql`INSERT INTO personal_keys (subject, wrapped_by, wrapped) VALUES (1, 'test', '')`;
  await assertRejects(
    () => openDatabase(target.config, target.secrets),
    Error,
    "A restore of this database was broken",
  );
  await target.restore([folder.path("one")]);
  assertEquals((await target.audit()).findings, []);
});

Deno.test("a restore wants the database for itself", async () => {
  await using folder = await backupFolder();
  await using source = await makePlace();
  await source.backup(folder.path("one"));
  await using target = await makePlace(source);
  const running = await openDatabase(target.config, target.secrets);
  await assertRejects(() => target.restore([folder.path("one")]), Error, "A process runs on this database");
  await running.close();
  assertEquals((await target.restore([folder.path("one")])).position, 0);
});

Deno.test("a backup that fails leaves nothing behind", async () => {
  await using folder = await backupFolder();
  await using source = await makePlace();
  await using opened = await openLogOf(source);
  await appendAll(opened.log, [requested(1), requested(2), requested(3)]);
  await assertRejects(() => source.backup(folder.path("one"), 99), Error, "which stands at 3, ended at 99");
  await tamper(source.url, (sql) => sql`DELETE FROM events WHERE position = 2`);
  await assertRejects(
    () => source.backup(folder.path("one")),
    Error,
    "Of the events 1 to 3 only 2 are in the log's table",
  );
  assertEquals(folder.names(), []);
});
