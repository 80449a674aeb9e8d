import { Presets, SingleBar } from "cli-progress";

/** Does what a task is for. A failure is said in one sentence, and the process ends with 1. */
export async function runTask(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

/** Says that a task did not succeed, and goes on. */
export function fail(sentence: string): void {
  console.error(sentence);
  Deno.exitCode = 1;
}

/** Shows how far a task is; stopped at the end of its scope, so that a failure is said below it. */
export function progressBar(format: string): SingleBar & Disposable {
  const bar = new SingleBar({ format }, Presets.shades_classic);
  return Object.assign(bar, { [Symbol.dispose]: () => bar.stop() });
}

/** Aborts when Ctrl-C is pressed. */
export function untilInterrupted(sentence: string): AbortSignal {
  const interrupted = new AbortController();
  Deno.addSignalListener("SIGINT", () => interrupted.abort(new Error(`Interrupted; ${sentence}`)));
  return interrupted.signal;
}
