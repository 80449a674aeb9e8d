import { Presets, SingleBar } from "cli-progress";
import { projections } from "../apps.ts";
import { verifyLive } from "../audit/verify_live.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { openRegistry, tablesOf } from "../read_models/registry.ts";
import type { Difference } from "../read_models/verify.ts";
import { loadSecrets } from "../configuration/secrets.ts";

/** `deno task verify [name…]`: folds read models afresh and compares them row by row with the live ones. */
const names = Deno.args;
const unknown = names.filter((name) => !projections.some((p) => p.name === name));
if (unknown.length > 0) {
  console.error(
    `No read model is called ${unknown.join(", ")}. There are: ${projections.map((p) => p.name).join(", ")}.`,
  );
  Deno.exit(2);
}
const wanted = names.length === 0 ? projections : projections.filter((p) => names.includes(p.name));

const config = readConfig(Deno.env.toObject());
const database = await openDatabase(config, await loadSecrets(config));
const { sql, log } = database;
const bar = new SingleBar(
  { format: "{bar} {percentage}% | {value}/{total} events | {name}" },
  Presets.shades_classic,
);
try {
  // while we are among its readers a table is not dropped
  const registry = await openRegistry(sql, projections);
  try {
    const live = new Set((await tablesOf(sql, wanted)).filter((t) => t.state === "live").map((t) => t.name));
    for (const projection of wanted) {
      if (live.has(projection.name)) await show(projection, registry);
      else {fail(
          `${projection.name}: no live table holds version ${projection.version}; a start or a rebuild makes one.`,
        );}
    }
  } finally {
    await registry.close();
  }
} catch (error) {
  bar.stop();
  fail(error instanceof Error ? error.message : String(error));
} finally {
  await database.close();
}

type Registry = Awaited<ReturnType<typeof openRegistry>>;

async function show(projection: (typeof projections)[number], registry: Registry): Promise<void> {
  bar.start(await log.head(), 0, { name: projection.name });
  const found = await verifyLive({ sql, log, registry, projection, progress: (position) => bar.update(position) });
  bar.stop();
  const { rows, position, wrong, differences } = found;
  const compared = `${projection.name}: ${rows} rows compared at position ${position}`;
  if (wrong === 0) return console.log(`${compared}, none differs.`);
  fail(`${compared}, ${wrong} differences:`);
  for (const difference of differences) console.error(`  ${sentence(difference)}`);
  if (wrong > differences.length) console.error(`  and ${wrong - differences.length} more`);
}

function sentence(difference: Difference): string {
  const key = JSON.stringify(difference.key);
  if (difference.kind === "missing") return `${key} is missing`;
  if (difference.kind === "extra") return `${key} is there, and the log knows nothing of it`;
  const [stored, folded] = [difference.stored, difference.folded].map((value) => JSON.stringify(value));
  return `${key}: ${difference.column} is ${stored}, the log says ${folded}`;
}

function fail(message: string): void {
  console.error(message);
  Deno.exitCode = 1;
}
