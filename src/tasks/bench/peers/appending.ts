import { median, spread } from "../measure.ts";
import type { Bed } from "./bed.ts";
import type { Request } from "./serve.ts";
import type { StoreName } from "./worker.ts";

const callers = [1, 16, 64, 256];

/**
 * Checked appends of one small event by many callers, each waiting for its answer, and reading all events of a log of
 * the same size; the stores in turn, the first of a round moving on by one. Prints a second, and how many times the
 * store's own figure of the same round ours is.
 */
export async function compareAppends(
  bed: Bed,
  names: readonly StoreName[],
  { rounds, seconds, events }: { rounds: number; seconds: number; events: number },
): Promise<void> {
  const refused: Partial<Record<StoreName, string>> = {};
  const reads = await figures(bed, names, rounds, { reading: { do: "read" } }, async (worker, name) => {
    refused[name] = (await worker.ask({ do: "refuses" })).count === 1 ? "yes" : "NO";
    await worker.ask({ do: "fill", facts: events, length: 10, writers: 8 });
  });
  const appends: Record<string, Request> = Object.fromEntries(
    callers.map((
      count,
    ) => [`${count} ${count === 1 ? "caller" : "callers"}`, { do: "append", callers: count, seconds }]),
  );
  const written = await figures(bed, names, rounds, appends, async (worker) => {
    // the first ones fill caches and compile
    await worker.ask({ do: "append", callers: 64, seconds: 1 });
  });
  console.log(`refuses an append on a stream that went on: ${JSON.stringify(refused)}`);
  console.log(
    `checked appends a second, ${rounds} rounds of ${seconds} s in turn, median (lowest–highest) and ours as so many times theirs:`,
  );
  console.table(table(names, written));
  console.log(`events read a second, of ${events.toLocaleString("en")}:`);
  console.table(table(names, reads));
}

/** measurement → store → a figure a round */
type Figures = Record<string, Partial<Record<StoreName, number[]>>>;

async function figures(
  bed: Bed,
  names: readonly StoreName[],
  rounds: number,
  requests: Record<string, Request>,
  prepare: (worker: Awaited<ReturnType<Bed["open"]>>, name: StoreName) => Promise<void>,
): Promise<Figures> {
  const found: Figures = Object.fromEntries(Object.keys(requests).map((what) => [what, {}]));
  const workers = new Map<StoreName, Awaited<ReturnType<Bed["open"]>>>();
  try {
    for (const name of names) {
      const worker = await bed.open(name);
      workers.set(name, worker);
      await prepare(worker, name);
    }
    for (let round = 0; round < rounds; round++) {
      for (const [what, request] of Object.entries(requests)) {
        for (let n = 0; n < names.length; n++) {
          const name = names[(n + round) % names.length];
          const { count, seconds } = await workers.get(name)!.ask(request);
          (found[what][name] ??= []).push(count / seconds);
        }
      }
    }
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker[Symbol.asyncDispose]()));
  }
  return found;
}

/** A row a store, a column a measurement. */
function table(names: readonly StoreName[], figures: Figures): Record<string, Record<string, string>> {
  return Object.fromEntries(names.map((name) => {
    const row = Object.entries(figures).map(([what, { inyeon = [], ...byStore }]) => {
      if (name === "inyeon") return [what, spread(inyeon)];
      const theirs = byStore[name] ?? [];
      const ratio = median(inyeon.map((figure, round) => figure / theirs[round]));
      return [what, `${spread(theirs)} ×${ratio.toFixed(1)}`];
    });
    return [name, Object.fromEntries(row)];
  }));
}
