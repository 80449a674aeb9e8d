import { linesOf } from "../simulate/child_server.ts";

/** A process of ours that runs until its standard input closes. */
export type Child = {
  /** What it printed first, once it has. */
  first: Promise<string>;
  /** The last lines of its standard error. */
  logged: string[];
  /** Whether it still runs. */
  isRunning(): boolean;
  /** SIGSTOP freezes it, SIGCONT wakes it. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Ends it without a word. */
  kill(): Promise<void>;
  /** Lets it end by itself; returns its exit code, or undefined where it had to be killed. */
  stop(withinMs: number): Promise<number | undefined>;
};

const permissions = ["read", "write", "net", "env", "run", "sys", "ffi"].map((name) => `--allow-${name}`);
const linesKept = 2_000;

/** Runs a script beside this file in a process of its own. */
export function startChild(script: string, env: Record<string, string>, ...args: string[]): Child {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, new URL(script, import.meta.url).pathname, ...args],
    env,
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let running = true;
  const ended = child.status.then((status) => {
    running = false;
    return status.code;
  });
  const { first, logged, read } = printed(script, child, ended);

  function kill(): void {
    try {
      child.kill("SIGKILL");
    } catch {
      // it has ended already
    }
  }

  async function end(): Promise<number> {
    const code = await ended;
    await Promise.all([read, child.stdin.close().catch(() => {})]);
    return code;
  }

  return {
    first,
    logged,
    isRunning: () => running,
    signal: (name) => running && child.kill(name),
    async kill() {
      kill();
      await end();
    },
    async stop(withinMs) {
      let killed = false;
      const timer = setTimeout(() => {
        killed = true;
        kill();
      }, withinMs);
      await child.stdin.close().catch(() => {});
      const code = await end();
      clearTimeout(timer);
      return killed ? undefined : code;
    },
  };
}

/** Reads what a child prints until it ends; `first` fails if it ends before it printed a line. */
function printed(script: string, child: Deno.ChildProcess, ended: Promise<number>) {
  const logged: string[] = [];
  const errors = (async () => {
    for await (const line of linesOf(child.stderr)) {
      logged.push(line);
      if (logged.length > linesKept) logged.shift();
    }
  })();
  const first = Promise.withResolvers<string>();
  const read = (async () => {
    for await (const line of linesOf(child.stdout)) first.resolve(line);
    const code = await ended;
    await errors;
    first.reject(new Error(`${script} ended with code ${code}: ${logged.slice(-20).join("\n")}`));
  })();
  first.promise.catch(() => {});
  return { first: first.promise, logged, read };
}
