/** Runs tests on a PostgreSQL of their own: `deno task test [--set=fast|calendar] [files and options of deno test]`. */
import { startEmbedded } from "../src/database/embedded.ts";
import { lockFile } from "../src/database/file_lock.ts";
import { countTests, summary } from "./support/junit.ts";
import { duration, withProgress } from "./support/progress.ts";
import { makeRunFolder, removeEarlierRuns, removeRunFolder } from "./support/run_folder.ts";
import { filesOf, sets, testFiles } from "./support/sets.ts";
import { makeTemplates } from "./support/templates.ts";
import { textLines } from "./support/text_lines.ts";

const permissions = ["read", "write", "net", "env", "run", "sys", "ffi"].map((name) => `--allow-${name}`);
// a machine that loses power loses the tests' data, and nobody misses it
const settings = { fsync: "off", max_connections: "300", max_wal_size: "256MB" };

const startedMs = performance.now();
const elapsedMs = () => performance.now() - startedMs;
const child = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => child.abort());

let code = 1;
let counts = { passed: 0, failed: 0, skipped: 0 };
await removeEarlierRuns();
const folder = await makeRunFolder();
const running = await lockFile(`${folder}/run.lock`);
try {
  const server = await startEmbedded(`${folder}/data`, { settings });
  try {
    await makeTemplates(server.url);
    code = await runTests(server.url, Deno.args);
    counts = await Deno.readTextFile(`${folder}/junit.xml`).then(countTests, () => counts);
  } finally {
    await server.stop();
  }
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  // what the tests came to is told all the same; the next run tries again
  await removeRunFolder(folder).catch((error) => console.error(`What this run left in ${folder} stays there:`, error));
  running[Symbol.dispose]();
}
// a file that does not compile or load is in no report
if (code !== 0 && counts.failed === 0) counts.failed = 1;
console.log(`It took ${duration(elapsedMs())}.`);
console.log(summary(counts));
Deno.exit(code);

async function runTests(serverUrl: string, args: string[]): Promise<number> {
  const { files, options } = await wanted(args);
  const isTerminal = Deno.stdout.isTerminal();
  const color: Record<string, string> = isTerminal ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const report = `--junit-path=${folder}/junit.xml`;
  const tests = new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", "--parallel", report, ...permissions, ...options, ...files],
    // what a test leaves goes with the run
    env: { TEST_DATABASE_URL: serverUrl, DENO_JOBS: "2", TMPDIR: `${folder}/tmp`, ...color },
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
