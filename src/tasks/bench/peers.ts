import { parseArgs } from "node:util";
import { compareAppends } from "./peers/appending.ts";
import { makeBed } from "./peers/bed.ts";
import { installPeers } from "./peers/install.ts";
import { countMissed } from "./peers/missing.ts";
import { compareRebuilds } from "./peers/rebuilding.ts";
import { type StoreName, stores } from "./peers/worker.ts";

/** How much `benchPeers` does. */
export type PeersOptions = {
  rounds: number;
  /** That one measurement of appends takes. */
  seconds: number;
  /** In the log that is read. */
  events: number;
  /** That our read model is rebuilt from, and theirs. */
  rebuildEvents: number;
  theirRebuildEvents: number;
};

/**
 * The log beside other event stores on the same PostgreSQL in the same run: checked appends, reading, what consumers miss,
 * rebuilding. The packages are fetched for this alone. A store that cannot be opened is left out, with the reason.
 */
async function benchPeers(options: Partial<PeersOptions> = {}): Promise<void> {
  const { rounds = 5, seconds = 3, events = 50_000, rebuildEvents = 1_000_000, theirRebuildEvents = 20_000 } = options;
  await installPeers();
  await using bed = await makeBed();
  const names: StoreName[] = [];
  for (const name of Object.keys(stores) as StoreName[]) {
    try {
      await using _worker = await bed.open(name);
      names.push(name);
    } catch (error) {
      console.log(`${name} does not run here: ${error instanceof Error ? error.message : error}`);
    }
  }
  await compareAppends(bed, names, { rounds, seconds, events });
  await countMissed(bed, names, 2 * seconds);
  if (names.includes("emmett")) {
    await compareRebuilds(bed, { rounds: Math.min(rounds, 3), events: rebuildEvents, theirEvents: theirRebuildEvents });
  }
}

/** Reads the options of the command line and runs. */
export async function benchPeersAsAsked(args: string[]): Promise<void> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      rounds: number,
      seconds: number,
      events: number,
      "rebuild-events": number,
      "their-rebuild-events": number,
    },
  });
  const given = (text: string | undefined) => text === undefined ? undefined : Number(text);
  await benchPeers({
    rounds: given(values.rounds),
    seconds: given(values.seconds),
    events: given(values.events),
    rebuildEvents: given(values["rebuild-events"]),
    theirRebuildEvents: given(values["their-rebuild-events"]),
  });
}

if (import.meta.main) await benchPeersAsAsked(Deno.args);
