import { textLines } from "./text_lines.ts";

/** A process of ours that a test stops, kills and listens to. */
export type Child = AsyncDisposable & {
  pid: number;
  /** The next line it prints; undefined once it has ended. */
  line(): Promise<string | undefined>;
  kill(signal: Deno.Signal): void;
  /** Its exit code, once it has ended. */
  ended: Promise<number>;
};

/** Runs a script of `tests/support` in a process of its own; it is killed at the end of the scope. */
export function startChild(script: string, ...args: string[]): Child {
  return runChild(["-A", `tests/support/${script}`, ...args]);
}

/** Runs a script in a process of its own, with options of `deno run`; it is killed at the end of the scope. */
export function runChild(args: readonly string[], env: Record<string, string> = {}): Child {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--no-prompt", ...args],
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(textLines()).getReader();
  const ended = process.status.then(({ code }) => code);
  return {
    pid: process.pid,
    line: async () => (await lines.read()).value,
    kill: (signal) => process.kill(signal),
    ended,
    async [Symbol.asyncDispose]() {
      try {
        process.kill("SIGKILL");
      } catch {
        // it has ended already
      }
      await ended;
      await lines.cancel();
    },
  };
}
