import { join } from "node:path";
import { runAs } from "./account.ts";
import { exists } from "./binaries.ts";
import type { Place } from "./place.ts";

export const superuser = "postgres";

/** Recovery after a crash of a busy database can take minutes. */
const startWithinSec = 600;
const logLimitBytes = 10_000_000;

/** Creates the cluster if there is none, and again if an earlier attempt left it half made. */
export async function initialise(
  { account, binaries, home, cluster }: Place,
  password: string,
  signal?: AbortSignal,
): Promise<void> {
  if (await exists(join(cluster, "PG_VERSION"))) return;
  const folder = join(home, "cluster.new");
  const passwordFile = join(home, `password-${crypto.randomUUID()}`);
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { mode: 0o700 });
  try {
    await Deno.writeTextFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) { for (const path of [folder, passwordFile]) await Deno.chown(path, account.uid, account.gid); }
    const settings = {
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      timezone: "UTC",
      log_timezone: "UTC",
    };
    const { code, output } = await runAs(account, join(binaries, "initdb"), [
      ...["-D", folder, "-U", superuser, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
      ...["--encoding=UTF8", "--locale=C", "--no-instructions"],
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ], { signal });
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(`initdb could not make a database in ${folder}: ${output}`);
  } finally {
    await Deno.remove(passwordFile).catch(() => {});
  }
  await Deno.rename(folder, cluster);
}

/**
 * The port on which the cluster's server runs, once it accepts connections; undefined when none runs.
 * A `postmaster.pid` whose process is gone or is another one counts as none, and stands in no server's way.
 */
export async function runningPort(place: Place, signal?: AbortSignal): Promise<number | undefined> {
  while (true) {
    signal?.throwIfAborted();
    const { pid, port, status } = await readPidFile(place);
    if (pid === undefined || !await isAlive(place, pid)) return undefined;
    if (status === "ready" && port !== undefined) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts the server and waits until it accepts connections. */
export async function start(
  place: Place,
  port: number,
  settings: Record<string, string>,
): Promise<{ started: true } | { started: false; reason: string }> {
  const { account, binaries, home, cluster } = place;
  await removeMisleadingPidFile(place);
  const log = join(home, "server.log");
  await prepareLog(place, log);
  const options = Object.entries({ port: String(port), ...settings }).map(([name, value]) => `-c ${name}=${value}`);
  const { code, output } = await runAs(account, join(binaries, "pg_ctl"), [
    ...["start", "-w", "-t", String(startWithinSec), "-s", "-D", cluster, "-l", log, "-o", options.join(" ")],
  ]);
  if (code === 0) return { started: true };
  const said = (await Deno.readTextFile(log)).trim().split("\n").slice(-5).join("\n");
  return { started: false, reason: `${output}\n${said}` };
}

/** Stops the server in the way that keeps everything, within 10 s. No server is no problem. */
export async function stop(place: Place): Promise<void> {
  const { account, binaries, cluster } = place;
  const { pid } = await readPidFile(place);
  if (pid === undefined || !await isAlive(place, pid)) return;
  const pgCtl = (mode: string, sec: number) =>
    runAs(account, join(binaries, "pg_ctl"), ["stop", "-s", "-D", cluster, "-m", mode, "-w", "-t", String(sec)]);
  const { code } = await pgCtl("fast", 7);
  if (code !== 0 && await exists(join(cluster, "postmaster.pid"))) await pgCtl("immediate", 2);
}

async function prepareLog({ account }: Place, log: string): Promise<void> {
  const size = await Deno.stat(log).then((s) => s.size, () => 0);
  if (size > logLimitBytes) await Deno.rename(log, `${log}.1`);
  await Deno.writeTextFile(log, "", { append: true, mode: 0o600 });
  if (account) await Deno.chown(log, account.uid, account.gid);
}

/** First line: process id; fourth: port; eighth: status (PostgreSQL, `miscadmin.h`). */
async function readPidFile({ cluster }: Place): Promise<{ pid?: number; port?: number; status?: string }> {
  const text = await Deno.readTextFile(join(cluster, "postmaster.pid")).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const lines = text.split("\n").map((line) => line.trim());
  return { pid: Number(lines[0]) || undefined, port: Number(lines[3]) || undefined, status: lines[7] };
}

/** Whether a process lives and is a server of this cluster, which has the cluster as its working directory. */
async function isAlive({ account, binaries, cluster }: Place, pid: number): Promise<boolean> {
  if (Deno.build.os === "windows") {
    return (await runAs(account, join(binaries, "pg_ctl"), ["status", "-D", cluster])).code === 0;
  }
  if (Deno.build.os === "linux") {
    const { code, output } = await runAs(account, "readlink", [`/proc/${pid}/cwd`]);
    return code === 0 && output === await Deno.realPath(cluster);
  }
  const { code, output } = await runAs(account, "ps", ["-p", String(pid), "-o", "command="]);
  return code === 0 && output.includes(cluster);
}

async function removeMisleadingPidFile(place: Place): Promise<void> {
  const { pid } = await readPidFile(place);
  if (pid === undefined || await isAlive(place, pid)) return;
  // PostgreSQL takes any process of that id for a server. Where none has it, the file stays: PostgreSQL checks by it that
  // no process of the old server is left.
  const { code } = await runAs(place.account, join(place.binaries, "pg_ctl"), ["status", "-D", place.cluster]);
  if (code === 0) await Deno.remove(join(place.cluster, "postmaster.pid"));
}
