import { parseArgs } from "node:util";
import { median, spread } from "./measure.ts";
import { installPackages } from "./peers/install.ts";
import { all, type Name, names, startContender } from "./sockets/contenders.ts";
import { gather, measureFanOut, measureRelay } from "./sockets/load.ts";
import { folder, manifest } from "./sockets/packages.ts";

/** How much `benchSockets` does. */
export type SocketsOptions = {
  rounds: number;
  /** That one measurement takes. */
  seconds: number;
  clients: number;
  /** Sockets that do nothing, for their memory. */
  idle: number;
};

type Figures = Record<Name, { fanOut: number[]; relay: number[]; idle: number[] }>;

/**
 * Our sockets beside bare Deno, `ws` and socket.io with connection state recovery, in turn in the same run: the server in
 * one process, its clients in this one. Frames shown to everybody (each of ours with a sealed cursor), and signals between
 * two (each acknowledged by all; ours looks up the call and counts the pace); memory of a socket that does nothing.
 */
async function benchSockets(options: Partial<SocketsOptions> = {}): Promise<void> {
  const { rounds = 5, seconds = 3, clients = 100, idle = 10_000 } = options;
  await installPackages(folder, manifest);
  const figures = Object.fromEntries(
    names.map((name) => [name, { fanOut: [], relay: [], idle: [] }]),
  ) as unknown as Figures;
  for (let round = 0; round < rounds; round++) {
    // who comes first changes: a machine that is slow for a while is slow for all
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      await using contender = await startContender(all[name], clients);
      await using crowd = await gather(contender, clients);
      figures[name].fanOut.push(await measureFanOut(contender, crowd, seconds));
      figures[name].relay.push(await measureRelay(contender, crowd, seconds));
    }
  }
  if (idle > 0) {
    for (let round = 0; round < Math.min(rounds, 3); round++) {
      for (const name of ["inyeon", "bare Deno"] as const) figures[name].idle.push(await bytesPerSocket(name, idle));
    }
  }
  print(figures, { rounds, clients, idle });
}

async function bytesPerSocket(name: Name, count: number): Promise<number> {
  await using contender = await startContender(all[name], count + 100);
  // what the first ones need is needed once
  await using _first = await gather(contender, 100);
  const before = await contender.memory();
  await using _crowd = await gather({ ...contender, door: (n) => contender.door(n + 100) }, count);
  return (await contender.memory() - before) / count;
}

function print(figures: Figures, { rounds, clients, idle }: { rounds: number; clients: number; idle: number }): void {
  const ratio = (of: "fanOut" | "relay" | "idle", peer: Name) =>
    median(figures.inyeon[of].map((figure, round) => figure / figures[peer][of][round])).toFixed(2);
  console.log(`${clients} sockets, ${rounds} rounds in turn, frames a second, median (lowest–highest):`);
  console.table(Object.fromEntries(names.map((name) => [name, {
    "to everybody": spread(figures[name].fanOut),
    "ours beside it": ratio("fanOut", name),
    "between two": spread(figures[name].relay),
    "ours beside it ": ratio("relay", name),
  }])));
  if (idle === 0) return;
  console.log(`bytes of memory for each of ${idle} sockets that do nothing:`);
  for (const name of ["inyeon", "bare Deno"] as const) console.log(`  ${name}: ${spread(figures[name].idle)}`);
  console.log(`  ours beside bare Deno: ${ratio("idle", "bare Deno")}`);
}

/** Reads the options of the command line and runs. */
export async function benchSocketsAsAsked(args: string[]): Promise<void> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { rounds: number, seconds: number, clients: number, idle: number } });
  const given = (text: string | undefined) => text === undefined ? undefined : Number(text);
  await benchSockets({
    rounds: given(values.rounds),
    seconds: given(values.seconds),
    clients: given(values.clients),
    idle: given(values.idle),
  });
}
