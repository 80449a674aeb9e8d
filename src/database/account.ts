/** A system account that PostgreSQL runs under. */
export type Account = { name: string; uid: number; gid: number };

/** Tried in this order when PostgreSQL cannot run as we do; all but the first are on any Unix. */
const unprivileged = ["postgres", "nobody", "daemon", "www-data"];

/**
 * The account for PostgreSQL, which refuses to run as root; undefined when it can run as the account we run as.
 *
 * @param cluster if it exists, the account that owns it is the one
 */
export async function accountFor(cluster: string): Promise<Account | undefined> {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const owner = await Deno.stat(cluster).catch(() => undefined);
  if (owner?.uid && owner.gid !== null) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };

  const accounts = parsePasswd(await Deno.readTextFile("/etc/passwd"));
  for (const name of unprivileged) {
    const account = accounts.find((a) => a.name === name);
    if (account) return account;
  }
  throw new Error(`PostgreSQL does not run as root, and there is none of the accounts ${unprivileged.join(", ")}.`);
}

function parsePasswd(text: string): Account[] {
  return text.split("\n").map((line) => {
    const [name, , uid, gid] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  }).filter(({ uid, gid }) => uid > 0 && gid > 0);
}

/** How a command ended. */
export type Ended = { code: number; output: string };

/**
 * Runs a program under an account with a clean environment, to its end.
 *
 * @param options.cwd where it starts
 * @param options.signal ends it before (SIGTERM)
 */
export async function runAs(
  account: Account | undefined,
  program: string,
  args: string[],
  options: { cwd?: string; signal?: AbortSignal } = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: options.cwd ?? "/",
    signal: options.signal,
    // what ends this process from a terminal (Ctrl-C) is for it alone: it ends what it has started in good order
    detached: Deno.build.os !== "windows",
    clearEnv: true,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", ...clock() },
    uid: account?.uid,
    gid: account?.gid,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  return { code, output: `${text.decode(stdout)}${text.decode(stderr)}`.trim() };
}

/** libfaketime's variables: a server started on another date passes them to its database. */
function clock(): Record<string, string> {
  const names = ["LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC"];
  if (Deno.env.get("FAKETIME") === undefined) return {};
  return Object.fromEntries(names.map((name) => [name, Deno.env.get(name) ?? ""]));
}
