import { parseArgs } from "node:util";
import { line } from "./simulate/checks.ts";
import { summary } from "./torture/figures.ts";
import { torture } from "./torture/run.ts";
import { described, drawSchedule, processes } from "./torture/schedule.ts";
import { writersEach } from "./torture/crew.ts";

/**
 * `deno task torture --minutes 30 [--seed N]`: writers, readers and servers on a PostgreSQL of its own, whose connections
 * are killed, whose processes are killed and frozen and which is stopped hard, as the schedule of the seed says; then
 * everything that must hold is checked.
 */
const number = (name: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  console.error(`--${name} is ${JSON.stringify(text)} but must be a number from 0 on.`);
  Deno.exit(2);
};

/** What can be checked in minutes: in a long run the writers pause in between. */
const commandsAtMost = 600_000;

const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const seconds = 60 * number("minutes", values.minutes, 30);
const seed = Math.floor(number("seed", values.seed, crypto.getRandomValues(new Uint32Array(1))[0]));
const again = `repeat with --minutes ${seconds / 60} --seed ${seed}`;
console.log(`${processes * writersEach} writers for ${seconds} s; ${again}\n`);
console.log(`${described(drawSchedule(seed, seconds)).join("\n")}\n`);

const interrupted = new AbortController();
Deno.addSignalListener("SIGINT", () => interrupted.abort());
const { figures, wrong } = await torture({
  seconds,
  seed,
  pauseMs: 1_000 * seconds * processes * writersEach / commandsAtMost,
  signal: interrupted.signal,
  progress: (text) => console.log(text),
  checked: (checked) => console.log(line(checked)),
});
console.log(`\n${summary(figures).join("\n")}\n`);
console.log(wrong.length === 0 ? "Everything holds." : `${wrong.length} things are wrong; ${again}.`);
Deno.exit(wrong.length === 0 ? 0 : 1);
