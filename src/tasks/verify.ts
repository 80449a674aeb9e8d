import type { AnyProjection } from "../../projections/projection.ts";
import { projections } from "../apps.ts";
import { verifyLive } from "../audit/verify_live.ts";
import { readConfig } from "../start/read_config.ts";
import { type Database, openDatabase } from "../start/open_database.ts";
import { openRegistry, tablesOf } from "../read_models/registry.ts";
import type { Difference } from "../read_models/verify.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { namedReadModels } from "./named_read_models.ts";
import { fail, progressBar, runTask } from "./run_task.ts";

/** `deno task verify [name…]`: folds read models afresh and compares them row by row with the live ones. */
const wanted = namedReadModels(Deno.args);
const config = readConfig(Deno.env.toObject());
const secrets = await loadSecrets(config);
await runTask(async () => {
  await using database = await openDatabase(config, secrets);
  const { sql, log } = database;
  using bar = progressBar("{bar} {percentage}% | {value}/{total} events | {name}");
  // while we are among its readers a table is not dropped
  const registry = await openRegistry(sql, projections);
  try {
    const live = new Set((await tablesOf(sql, wanted)).filter((t) => t.state === "live").map((t) => t.name));
    for (const projection of wanted) {
      if (live.has(projection.name)) {
        await show(projection, { sql, log, registry, bar });
      } else {
        fail(`${projection.name}: no live table holds version ${projection.version}; a start or a rebuild makes one.`);
      }
    }
  } finally {
    await registry.close();
  }
});

type Registry = Awaited<ReturnType<typeof openRegistry>>;

async function show(
  projection: AnyProjection,
  { sql, log, registry, bar }: Pick<Database, "sql" | "log"> & {
    registry: Registry;
    bar: ReturnType<typeof progressBar>;
  },
): Promise<void> {
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
