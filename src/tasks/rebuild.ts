import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { rebuild } from "../read_models/rebuild.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { namedReadModels } from "./named_read_models.ts";
import { progressBar, runTask, untilInterrupted } from "./run_task.ts";

/** `deno task rebuild [name…]`: rebuilds read models beside those in use and switches over. */
const wanted = namedReadModels(Deno.args);
const config = readConfig(Deno.env.toObject());
const secrets = await loadSecrets(config);
const signal = untilInterrupted("the tables in use are as before.");
const startedAt = performance.now();
let folded = 0;
await runTask(async () => {
  await using database = await openDatabase(config, secrets);
  using bar = progressBar("{bar} {percentage}% | {value}/{total} events | {eta_formatted} left");
  bar.start(await database.log.head(), 0);
  await rebuild({
    ...database,
    projections: wanted,
    signal,
    progress(position, head) {
      folded = position;
      bar.setTotal(head);
      bar.update(position);
    },
  });
  bar.stop();
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`Rebuilt ${wanted.map((p) => p.name).join(", ")} from ${folded} events in ${seconds.toFixed(1)} s.`);
});
