import { Presets, SingleBar } from "cli-progress";
import { projections } from "../apps.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { rebuild } from "../read_models/rebuild.ts";
import { loadSecrets } from "../configuration/secrets.ts";

/** `deno task rebuild [name…]`: folds read models anew beside those in use, and switches over. */
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
const interrupted = new AbortController();
Deno.addSignalListener("SIGINT", () => interrupted.abort(new Error("Interrupted; the tables in use are as before.")));
const bar = new SingleBar(
  { format: "{bar} {percentage}% | {value}/{total} events | {eta_formatted} left" },
  Presets.shades_classic,
);
const startedAt = performance.now();
let folded = 0;
try {
  bar.start(await database.log.head(), 0);
  await rebuild({
    ...database,
    projections: wanted,
    signal: interrupted.signal,
    progress(position, head) {
      folded = position;
      bar.setTotal(head);
      bar.update(position);
    },
  });
  bar.stop();
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`Rebuilt ${wanted.map((p) => p.name).join(", ")} from ${folded} events in ${seconds.toFixed(1)} s.`);
} catch (error) {
  bar.stop();
  console.error(error instanceof Error ? error.message : error);
  Deno.exitCode = 1;
} finally {
  await database.close();
}
