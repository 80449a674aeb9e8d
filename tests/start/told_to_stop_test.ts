import { assert, assertEquals, assertMatch } from "@std/assert";
import { exists } from "../../src/database/binaries.ts";
import { connect } from "../../src/database/connect.ts";
import { startEmbedded } from "../../src/database/embedded.ts";
import { lockFile, tryLockFile } from "../../src/database/file_lock.ts";
import { type Child, runChild } from "../support/child.ts";
import { dataDirectory } from "../support/data_directory.ts";
import { eventually } from "../support/eventually.ts";
import { testInstallation } from "../support/server.ts";

/** How long a stop may take. */
const withinMs = 10_000;

/** A start of `main.ts`, as `deno task start` does it, on an embedded database unless another is named. */
function starting(dataDir: string, { databaseUrl = "" } = {}): Child {
  return runChild(["-P=server", "main.ts"], { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, PORT: "0" });
}

/** Resolves once a process has said something. */
async function said(child: Child, what: string): Promise<void> {
  for (let line = await child.line(); line !== undefined; line = await child.line()) if (line.includes(what)) return;
  throw new Error(`It ended without having said ${what}.`);
}

/** Resolves once something of this name is made in a watched folder. */
async function made(watcher: Deno.FsWatcher, name: string): Promise<void> {
  for await (const { paths } of watcher) if (paths.some((path) => path.endsWith(`/${name}`))) return;
}

/** Tells a process to stop, and looks how it does. */
async function stopped(child: Child, signal: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<void> {
  const toldMs = performance.now();
  child.kill(signal);
  assertEquals(await child.ended, 0);
  const tookMs = performance.now() - toldMs;
  assert(tookMs < withinMs, `It took ${Math.round(tookMs)} ms.`);
}

/** No server runs on a data directory, and all its locks are free. */
async function assertLeftAlone(dataDir: string): Promise<void> {
  assert(!await exists(`${dataDir}/postgres/cluster/postmaster.pid`), "A server runs.");
  // told before it began, it has made nothing
  if (!await exists(`${dataDir}/postgres`)) return;
  for (const name of ["postgres.lock", "postgres/owner.lock"]) {
    using lock = await tryLockFile(`${dataDir}/${name}`);
    assert(lock, `${name} is held.`);
  }
}

const lines = [
  "starting the embedded database",
  "bringing the schema up to date",
  "opening the apps",
  // from here on pages are bundled
  "Inyeon serves at",
];

Deno.test("told to stop while it starts, a process stops its database and ends with 0", async (t) => {
  for (const [n, line] of lines.entries()) {
    await t.step(`once it said: ${line}`, async () => {
      await using data = await dataDirectory();
      await using child = starting(data.path);
      await said(child, line);
      await stopped(child, n % 2 === 0 ? "SIGTERM" : "SIGINT");
      await assertLeftAlone(data.path);
    });
  }
});

Deno.test("told to stop while the database is made or comes up, it leaves one on which the next start serves", async (t) => {
  for (const name of ["cluster.new", "server.log"]) {
    await t.step(`once there is ${name}`, async () => {
      await using data = await dataDirectory();
      await Deno.mkdir(`${data.path}/postgres`, { recursive: true });
      using watcher = Deno.watchFs(`${data.path}/postgres`);
      await using child = starting(data.path);
      await made(watcher, name);
      await stopped(child);
      await assertLeftAlone(data.path);

      await using next = starting(data.path);
      await said(next, "Inyeon serves at");
      await stopped(next);
      await assertLeftAlone(data.path);
    });
  }
});

Deno.test("told to stop while others hold what it waits for, a process ends", async (t) => {
  await t.step("the database that another opens", async () => {
    await using data = await dataDirectory();
    await Deno.mkdir(data.path);
    using _opening = await lockFile(`${data.path}/postgres.lock`);
    await using child = starting(data.path);
    await said(child, lines[0]);
    await stopped(child);
  });

  await t.step("the schema that another changes", async () => {
    await using place = await testInstallation();
    await using sql = Object.assign(connect(place.databaseUrl, { max: 2 }), {
      [Symbol.asyncDispose]: () => sql.end(),
    });
    await sql.begin(async (changing) => {
      await changing`LOCK TABLE schema_files`;
      await using child = starting(place.dataDir, place);
      await said(child, lines[1]);
      // other tests' locks are in other databases of the same server
      const waits = () =>
        sql`
          SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
          WHERE NOT l.granted AND d.datname = current_database()`;
      await eventually(async () => (await waits()).length > 0);
      await stopped(child);
    });
  });
});

Deno.test("told to stop while it starts, a guest leaves the database to its owner", async () => {
  await using data = await dataDirectory();
  await using owner = await startEmbedded(data.path);
  await using child = starting(data.path);
  await said(child, lines[2]);
  await stopped(child);
  const sql = connect(owner.url, { max: 1 });
  assertEquals([...await sql`SELECT 1 AS one`], [{ one: 1 }]);
  await sql.end();
});

Deno.test("a page that cannot be bundled is named, and the process ends with 1 and stops its database", async () => {
  await using data = await dataDirectory();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--no-prompt", "-A", "tests/support/broken_page.ts"],
    env: { DATA_DIR: data.path, DATABASE_URL: "", PORT: "0" },
    stdin: "null",
  }).output();
  assertMatch(new TextDecoder().decode(stderr), /^no_such_page\.tsx could not be bundled: .+\n$/);
  assertEquals(code, 1);
  await assertLeftAlone(data.path);
});
