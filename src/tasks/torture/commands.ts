import type { Draw } from "../../app/simulates.ts";
import type { Said } from "../../app/tortured.ts";
import { apps } from "../../apps.ts";
import type { Log } from "../../log/log.ts";
import { pickBy } from "../simulate/draw.ts";

/** Above what the database's sequences give, and apart for each process and each of its lives. */
const firstNumber = 10_000_000_000;
const numbersOfLife = 1_000_000;
const livesAtMost = 100_000;

/** Makes what the writers of one process say: whatever the apps bring, as likely as they say. */
export function makeCommands(log: Log, of: { process: number; life: number }): (draw: Draw) => Promise<Said> {
  let number = firstNumber + (of.process * livesAtMost + of.life) * numbersOfLife;
  const next = () => ++number;
  const sayings = apps.flatMap(({ tortured }) => tortured?.says?.({ log, next }) ?? []);
  return async (draw) => await pickBy(draw, sayings).say(draw);
}
