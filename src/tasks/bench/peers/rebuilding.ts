import { median, spread } from "../measure.ts";
import type { Bed } from "./bed.ts";
import type { Worker } from "./worker.ts";

/** Events a wallet has, each of which counts for its row. */
const eventsEach = 100;

/**
 * Rebuilds of one read model, balances, from events that all count for it, beside emmett's, in turn. Emmett's is made from
 * fewer events, `theirEvents`; what it would take for as many as ours is extrapolated from that.
 */
export async function compareRebuilds(
  bed: Bed,
  { rounds, events, theirEvents }: { rounds: number; events: number; theirEvents: number },
): Promise<void> {
  const ours = await bed.open("inyeon");
  await using _ours = ours;
  const theirs = await bed.open("emmett");
  await using _theirs = theirs;
  await ours.ask({ do: "fill", facts: events, length: eventsEach, writers: 8 });
  // one after the other: what several wrote at once its reader skips in part, and the balances would be wrong
  await theirs.ask({ do: "fill", facts: theirEvents, length: eventsEach, writers: 1 });
  const { ways = [] } = await theirs.ask({ do: "ways" });
  const rates: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    await rebuild("inyeon", ours, "gem_balances", events);
    for (const way of ways) await rebuild(`emmett, ${way}`, theirs, way, theirEvents);
  }

  async function rebuild(name: string, worker: Worker, way: string, from: number): Promise<void> {
    const { seconds, right } = await worker.ask({ do: "rebuild", way });
    if (!right) throw new Error(`A rebuild by ${name} came to other balances than were appended.`);
    (rates[name] ??= []).push(from / seconds);
  }

  console.log(`rebuild of one read model, events a second, ${rounds} rounds in turn, median (lowest–highest):`);
  console.table(Object.fromEntries(
    Object.entries(rates).map(([name, found]) => {
      const isOurs = name === "inyeon";
      const needed = (events / median(found)).toFixed(1);
      return [name, {
        "events a second": spread(found),
        "measured with": (isOurs ? events : theirEvents).toLocaleString("en"),
        [`seconds for ${events.toLocaleString("en")}`]: isOurs ? needed : `${needed} (extrapolated)`,
        "ours so many times": isOurs ? "" : median(rates.inyeon.map((rate, round) => rate / found[round])).toFixed(0),
      }];
    }),
  ));
}
