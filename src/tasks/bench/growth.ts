import { parseArgs } from "node:util";
import { connect } from "../../database/connect.ts";
import { removeAbandoned, startEmbedded } from "../../database/embedded.ts";
import { grow, type Grown, openGrown } from "./growth/grown.ts";
import { appendsPerSecond, coldDecisionMs, queryMs } from "./growth/measures.ts";
import { queries } from "./growth/queries.ts";
import { median } from "./measure.ts";

/** What every event takes on disk, with its tags, its indexes, its read models and the write-ahead log: about. */
const bytesEach = 3_000;

/** How much `benchGrowth` does. */
export type GrowthOptions = {
  /** Sizes of logs, the smallest first: the others are compared with it. */
  events: readonly number[];
  rounds: number;
  /** That one measurement of appends takes. */
  seconds: number;
};

/**
 * What a log costs as it grows: appends, decisions of a process that has just started, and read queries, in logs of these
 * sizes on one PostgreSQL with its default settings, in turn; the ratio to the smallest is what counts.
 */
async function benchGrowth(options: Partial<GrowthOptions> = {}): Promise<void> {
  const { events = [10_000, 1_000_000], rounds = 5, seconds = 2 } = options;
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  await requireSpace(dataDir, events.reduce((sum, size) => sum + size, 0) * bytesEach);
  const server = await startEmbedded(dataDir);
  try {
    const sizes: Grown[] = [];
    for (const size of events.toSorted((a, b) => a - b)) sizes.push(await grown(server.url, size));
    print(sizes, await measure(sizes, rounds, seconds), rounds);
  } finally {
    await server.stop();
    await removeAbandoned(dataDir);
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { stdout } = await new Deno.Command("df", { args: ["-Pk", folder] }).output();
  const free = Number(new TextDecoder().decode(stdout).trim().split("\n").at(-1)?.split(/\s+/)[3]) * 1024;
  if (free < bytes) {
    throw new Error(
      `${folder} has ${free} bytes free, and logs of these sizes need about ${bytes}. Set TMPDIR elsewhere.`,
    );
  }
}

async function grown(serverUrl: string, size: number): Promise<Grown> {
  const name = `grown_${size}`;
  const sql = connect(serverUrl, { max: 1 });
  await sql.unsafe(`CREATE DATABASE ${name} TEMPLATE template0`);
  await sql.end();
  const begun = performance.now();
  let said = begun;
  const url = Object.assign(new URL(serverUrl), { pathname: name }).href;
  const made = await grow(url, size, (done) => {
    if (performance.now() - said < 10_000) return;
    said = performance.now();
    console.error(`${done.toLocaleString("en")} of ${size.toLocaleString("en")} events`);
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`${size.toLocaleString("en")} events appended and every read model built in ${seconds} s`);
  return made;
}

/** measurement → a figure a round, for each size */
type Figures = Record<string, number[][]>;

/** Reading first: appends make the smallest log larger. */
async function measure(sizes: readonly Grown[], rounds: number, seconds: number): Promise<Figures> {
  const figures: Figures = {};
  const note = (name: string, bySize: readonly number[]) =>
    bySize.forEach((figure, n) => (figures[name] ??= sizes.map(() => []))[n].push(figure));
  const opened = await Promise.all(sizes.map(openGrown));
  try {
    for (let round = 0; round < rounds; round++) {
      note("ms: cold decision, wallet of 10", await coldDecisionMs(sizes, "smallWallet"));
      note("ms: cold decision, wallet of 10,000", await coldDecisionMs(sizes, "bigWallet"));
      for (const [name, query] of Object.entries(queries)) {
        note(`ms: ${name}`, await queryMs(query, sizes, opened));
      }
    }
    for (let round = 0; round < rounds; round++) {
      const rates: number[] = [];
      for (const [n, size] of sizes.entries()) rates.push(await appendsPerSecond(opened[n], size, seconds));
      note("appends a second", rates);
    }
  } finally {
    for (const one of opened) await one[Symbol.asyncDispose]();
  }
  return figures;
}

function print(sizes: readonly Grown[], figures: Figures, rounds: number): void {
  console.log(`by the size of the log, ${rounds} rounds in turn, median (lowest–highest) and ratio to the smallest:`);
  console.table(Object.fromEntries(
    Object.entries(figures).map(([name, bySize]) => [
      name,
      Object.fromEntries(bySize.map((found, n) => {
        const ratio = median(found.map((figure, round) => figure / bySize[0][round]));
        const digits = name.startsWith("ms") ? 2 : 0;
        const [low, middle, high] = [Math.min(...found), median(found), Math.max(...found)].map((f) =>
          f.toFixed(digits)
        );
        return [
          sizes[n].events.toLocaleString("en"),
          `${middle} (${low}–${high})${n > 0 ? ` ×${ratio.toFixed(2)}` : ""}`,
        ];
      })),
    ]),
  ));
}

/** Reads the options of the command line and runs. */
export async function benchGrowthAsAsked(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { events: text, rounds: text, seconds: text } });
  const given = (value: string | undefined) => value === undefined ? undefined : Number(value);
  await benchGrowth({
    events: values.events?.split(",").map(Number),
    rounds: given(values.rounds),
    seconds: given(values.seconds),
  });
}

if (import.meta.main) await benchGrowthAsAsked(Deno.args);
