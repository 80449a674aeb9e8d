/** Runs tests on a PostgreSQL of their own: `deno task test [--set=fast|calendar] [files and options of deno test]`. */
import { dirname, join } from "node:path";
import { connect } from "../src/database/connect.ts";
import { removeAbandoned, startEmbedded } from "../src/database/embedded.ts";
import { lockFile, tryLockFile } from "../src/database/file_lock.ts";
import { prepareSchema } from "../src/start/prepare_schema.ts";
import { templateName } from "./support/database.ts";
import { countTests, summary } from "./support/junit.ts";
import { duration, withProgress } from "./support/progress.ts";
import { filesOf, sets, testFiles } from "./support/sets.ts";
import { textLines } from "./support/text_lines.ts";

const folderPrefix = "inyeon-test-";
const permissions = ["read", "write", "net", "env", "run", "sys", "ffi"].map((name) => `--allow-${name}`);

const startedMs = performance.now();
const elapsedMs = () => performance.now() - startedMs;
const child = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => child.abort());

let code = 1;
let counts = { passed: 0, failed: 0, skipped: 0 };
await removeEarlier();
const folder = await Deno.makeTempDir({ prefix: folderPrefix });
const running = await lockFile(`${folder}/run.lock`);
try {
  // PostgreSQL may run under another account than we do
  await Deno.chmod(folder, 0o755);
  // a machine that loses power loses the tests' data, and nobody misses it
  const server = await startEmbedded(`${folder}/data`, { settings: { fsync: "off", max_connections: "300" } });
  try {
    await makeTemplate(server.url);
    code = await runTests(server.url, `${folder}/junit.xml`, Deno.args);
    counts = await Deno.readTextFile(`${folder}/junit.xml`).then(countTests, () => counts);
  } finally {
    await server.stop();
  }
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  await removeAbandoned(`${folder}/data`);
  await Deno.remove(folder, { recursive: true });
  running[Symbol.dispose]();
}
// a file that does not compile or load is in no report
if (code !== 0 && counts.failed === 0) counts.failed = 1;
console.log(`It took ${duration(elapsedMs())}.`);
console.log(summary(counts));
Deno.exit(code);

async function makeTemplate(serverUrl: string): Promise<void> {
  const server = connect(serverUrl, { max: 1 });
  await server.unsafe(`CREATE DATABASE ${templateName}`);
  const template = connect(Object.assign(new URL(serverUrl), { pathname: `/${templateName}` }).href, { max: 1 });
  await prepareSchema(template);
  await template.end();
  // nobody connected means that it can be copied at any time
  await server.unsafe(`ALTER DATABASE ${templateName} ALLOW_CONNECTIONS false`);
  await server.end();
}

async function runTests(serverUrl: string, report: string, args: string[]): Promise<number> {
  const { files, options } = await wanted(args);
  const isTerminal = Deno.stdout.isTerminal();
  const tests = new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", "--parallel", `--junit-path=${report}`, ...permissions, ...options, ...files],
    env: { TEST_DATABASE_URL: serverUrl, DENO_JOBS: "2", ...(isTerminal ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  child.signal.addEventListener("abort", () => tests.kill("SIGTERM"));
  if (child.signal.aborted) tests.kill("SIGTERM");
  const lines = tests.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(textLines());
  for await (const line of lines.pipeThrough(withProgress(files.length, elapsedMs))) console.log(line);
  const status = await tests.status;
  return child.signal.aborted ? 130 : status.code;
}

/** What the arguments name: files, folders or a set; all files where they name none. */
async function wanted(args: string[]): Promise<{ files: string[]; options: string[] }> {
  const isThere = await Promise.all(args.map((arg) => Deno.stat(arg).then(() => true, () => false)));
  const named = args.filter((_, n) => isThere[n]);
  const set = Object.keys(sets).find((name): name is keyof typeof sets => args.includes(`--set=${name}`));
  const options = args.filter((arg, n) => !isThere[n] && arg !== `--set=${set}`);
  const folders = await Promise.all(named.map((path) => path.endsWith(".ts") ? [path] : testFiles(path)));
  return { files: named.length > 0 ? folders.flat() : await filesOf(set ?? "all"), options };
}

/** Clears away what killed runs left: their servers, and their folders. */
async function removeEarlier(): Promise<void> {
  const probe = await Deno.makeTempDir();
  await Deno.remove(probe);
  const parent = dirname(probe);
  for await (const entry of Deno.readDir(parent)) {
    if (!entry.name.startsWith(folderPrefix)) continue;
    const earlier = join(parent, entry.name);
    try {
      const { mtime } = await Deno.stat(earlier);
      // a run that has just begun may not have its lock yet
      if (Date.now() - (mtime?.getTime() ?? 0) < 60_000) continue;
      using abandoned = await tryLockFile(join(earlier, "run.lock"));
      if (abandoned && await removeAbandoned(join(earlier, "data"))) await Deno.remove(earlier, { recursive: true });
    } catch (error) {
      console.error(`What an earlier run left in ${earlier} stays there:`, error);
    }
  }
}
