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
  await ours.ask({ do: "fill", facts: events, length: eventsEach });
  await theirs.ask({ do: "fill", facts: theirEvents, length: eventsEach });
  const { ways = [] } = await theirs.ask({ do: "ways" });
  const rates: Record<string, number[]> = { "inyeon": [] };
  const totals: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    rates.inyeon.push(events / await rebuild("inyeon", ours, "gem_balances"));
    for (const way of ways) (rates[`emmett, ${way}`] ??= []).push(theirEvents / await rebuild(way, theirs, way));
  }

  async function rebuild(name: string, worker: Worker, way: string): Promise<number> {
    const { seconds, total } = await worker.ask({ do: "rebuild", way });
    totals[name] = total ?? 0;
    return seconds;
  }

  console.log(`rebuild of one read model, events a second, ${rounds} rounds in turn:`);
  console.table(Object.fromEntries(
    Object.entries(rates).map(([name, found]) => [name, {
      "events a second": spread(found),
      "from events": (name === "inyeon" ? events : theirEvents).toLocaleString("en"),
      [`s for ${events.toLocaleString("en")}${""}`]: `${(events / median(found)).toFixed(1)}${
        name === "inyeon" ? "" : " (extrapolated)"
      }`,
      "ours as so many times": median(rates.inyeon.map((rate, round) => rate / found[round])).toFixed(1),
    }]),
  ));
  console.log(`sums of all balances, to be right: ${JSON.stringify(totals)}`);
}
