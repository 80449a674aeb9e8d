import { projections } from "../../apps.ts";
import { readConfig } from "../../start/read_config.ts";
import { type Database, openDatabase } from "../../start/open_database.ts";
import { ensureLive, rebuild } from "../../read_models/rebuild.ts";
import { loadSecrets } from "../../configuration/secrets.ts";
import { longHistory } from "./history.ts";
import { median } from "./measure.ts";

const rounds = 5;

/** Rebuilds of all read models, beside reading, parsing and opening the same events, in turn; events a second. */
export async function benchRebuild(events = 300_000): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
  const config = readConfig({ DATA_DIR: dataDir });
  const database = await openDatabase(config, await loadSecrets(config));
  const signal = new AbortController().signal;
  try {
    await ensureLive({ ...database, projections, signal });
    const count = await fill(database, events);
    const reading: number[] = [], rebuilding: number[] = [];
    for (let round = 0; round < rounds; round++) {
      reading.push(count / await seconds(() => readAll(database)));
      rebuilding.push(count / await seconds(() => rebuild({ ...database, projections, signal })));
    }
    const ratios = rebuilding.map((rate, n) => rate / reading[n]);
    console.log(`rebuild of ${projections.length} read models from ${count} events, ${rounds} rounds, events/s:`);
    console.table({
      "reading and parsing": summary(reading),
      "rebuilding": summary(rebuilding),
      "ratio (aim 0.4)": summary(ratios),
    });
  } finally {
    await database.close();
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function fill({ log }: Database, events: number): Promise<number> {
  const meta = { actor: null, correlationId: "bench", app: "system" as const };
  let waiting: Promise<unknown>[] = [];
  for (const facts of longHistory(events)) {
    waiting.push(log.append({ events: facts, guards: [], meta }));
    if (waiting.length >= 1_000) {
      await Promise.all(waiting);
      waiting = [];
    }
  }
  await Promise.all(waiting);
  return await log.head();
}

async function readAll({ log }: Database): Promise<void> {
  for (let after = 0;;) {
    const page = await log.read({ after, limit: 5_000 });
    if (page.length === 0) return;
    after = page[page.length - 1].position;
  }
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}

function summary(values: number[]) {
  const shown = (value: number) => value < 10 ? Number(value.toFixed(2)) : Math.round(value);
  return { median: shown(median(values)), min: shown(Math.min(...values)), max: shown(Math.max(...values)) };
}
