import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { connect } from "../../src/database/connect.ts";
import { removeAbandoned, startEmbedded } from "../../src/database/embedded.ts";
import { startChild } from "../support/child.ts";
import { dataDirectory } from "../support/data_directory.ts";
import { eventually } from "../support/eventually.ts";

async function query<T>(url: string, statement: string): Promise<T[]> {
  const sql = connect(url, { max: 1 });
  try {
    return [...await sql.unsafe<T[]>(statement)];
  } finally {
    await sql.end();
  }
}

async function started(child: { line(): Promise<string | undefined> }) {
  const { url, home, isOwner }: { url: string; home: string; isOwner: boolean } = JSON.parse(await child.line() ?? "");
  return { url, home, isOwner };
}

const count = (url: string) => query<{ n: number }>(url, "SELECT count(*) AS n FROM kept");
const keepOne = "CREATE TABLE IF NOT EXISTS kept (at timestamptz DEFAULT now()); INSERT INTO kept DEFAULT VALUES";

Deno.test("a first start makes a database with these settings, and a second finds what it holds", async () => {
  await using data = await dataDirectory();
  await using first = await startEmbedded(data.path);
  const settings = await query<{ setting: string }>(
    first.url,
    `SELECT setting FROM pg_settings
     WHERE name IN ('fsync', 'TimeZone', 'server_encoding', 'listen_addresses') ORDER BY name`,
  );
  assertEquals(settings.map((row) => row.setting), ["UTC", "on", "127.0.0.1", "UTF8"]);
  await query(first.url, keepOne);
  await first.stop();
  await first.stop();
  await assertRejects(() => count(first.url));

  await using second = await startEmbedded(data.path);
  assertEquals(await count(second.url), [{ n: 1 }]);
  await second.stop();
});

Deno.test("the password is in the data directory, for its owner only, and nobody comes in without", async () => {
  await using data = await dataDirectory();
  await using server = await startEmbedded(data.path);
  const { mode } = await Deno.stat(`${data.path}/postgres_password`);
  assertEquals((mode ?? 0) & 0o777, 0o600);
  const wrong = Object.assign(new URL(server.url), { password: "guess" }).href;
  await assertRejects(() => query(wrong, "SELECT 1"), Error, "password authentication failed");
  await server.stop();
});

Deno.test("after a kill -9 of its owner the running server is taken over, and stopped in the end", async () => {
  await using data = await dataDirectory();
  await using owner = startChild("own_embedded.ts", data.path);
  const before = await started(owner);
  await query(before.url, keepOne);
  owner.kill("SIGKILL");
  await owner.ended;
  assertEquals(await count(before.url), [{ n: 1 }], "the server outlives its owner");

  await using heir = await startEmbedded(data.path);
  assertEquals([heir.url, heir.isOwner()], [before.url, true]);
  assertEquals(await count(heir.url), [{ n: 1 }]);
  await heir.stop();
  await assertRejects(() => count(heir.url));
});

Deno.test("after a kill -9 of owner and server the next start recovers", async () => {
  await using data = await dataDirectory();
  await using owner = startChild("own_embedded.ts", data.path);
  const before = await started(owner);
  await query(before.url, keepOne);
  owner.kill("SIGKILL");
  await owner.ended;
  await killServer(before.home);

  await using heir = await startEmbedded(data.path);
  assertEquals(await count(heir.url), [{ n: 1 }]);
  await heir.stop();
});

Deno.test("a server that dies under its owner is started again at the same address", async () => {
  await using data = await dataDirectory();
  await using server = await startEmbedded(data.path);
  await query(server.url, keepOne);
  await killServer(server.home);
  await eventually(async () => (await count(server.url))[0].n === 1, 15_000);
  await server.stop();
});

Deno.test("a guest never stops the server of a living owner, and inherits it from one that is gone", async () => {
  await using data = await dataDirectory();
  await using owner = startChild("own_embedded.ts", data.path);
  const { url } = await started(owner);
  await query(url, keepOne);
  await using brief = await startEmbedded(data.path);
  assertEquals([brief.url, brief.isOwner()], [url, false]);
  await brief.stop();
  assertEquals(await count(url), [{ n: 1 }]);

  await using guest = await startEmbedded(data.path);
  owner.kill("SIGTERM");
  assertEquals(await owner.ended, 0);
  await eventually(() => guest.isOwner());
  await eventually(async () => (await count(url))[0].n === 1);
  await guest.stop();
  await assertRejects(() => count(url));
});

Deno.test("processes that start at once on nothing share one server", async () => {
  await using data = await dataDirectory();
  await using one = startChild("own_embedded.ts", data.path);
  await using other = startChild("own_embedded.ts", data.path);
  const [a, b] = await Promise.all([started(one), started(other)]);
  assertEquals(a.url, b.url);
  assertNotEquals(a.isOwner, b.isOwner);
});

Deno.test("a postmaster.pid that names another living process is no problem", async () => {
  await using data = await dataDirectory();
  await using first = await startEmbedded(data.path);
  await query(first.url, keepOne);
  await first.stop();
  const pidFile = `${first.home}/cluster/postmaster.pid`;
  const lines = [Deno.pid, `${first.home}/cluster`, 1, 5432, "", "127.0.0.1", "", "ready"];
  await Deno.writeTextFile(pidFile, lines.join("\n") + "\n");
  const { uid, gid } = await Deno.stat(`${first.home}/cluster`);
  await Deno.chown(pidFile, uid, gid);

  await using second = await startEmbedded(data.path);
  assertEquals(await count(second.url), [{ n: 1 }]);
  await second.stop();
});

Deno.test({
  name: "as root, a data directory closed to others gets its database elsewhere, with a note",
  ignore: Deno.build.os === "windows" || Deno.uid() !== 0,
  async fn() {
    await using data = await dataDirectory(0o700);
    await using first = await startEmbedded(data.path);
    assert(!first.home.startsWith(data.path));
    assertMatch(await Deno.readTextFile(`${data.path}/postgres_is_elsewhere.txt`), new RegExp(`^${first.home}\n`));
    await query(first.url, keepOne);
    await first.stop();
    await using second = await startEmbedded(data.path);
    assertEquals([second.home, (await count(second.url))[0].n], [first.home, 1]);
    await second.stop();

    await removeAbandoned(data.path);
    await assertRejects(() => startEmbedded(data.path), Error, "which is gone");
    await Deno.remove(`${data.path}/postgres_is_elsewhere.txt`);
    await Deno.remove(`${data.path}/postgres_password`);
  },
});

/** Kills the postmaster; it may run under another account. */
async function killServer(home: string): Promise<void> {
  const pid = Number((await Deno.readTextFile(`${home}/cluster/postmaster.pid`)).split("\n")[0]);
  Deno.kill(pid, "SIGKILL");
}
