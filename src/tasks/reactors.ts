import { parseArgs } from "node:util";
import { loadSecrets } from "../configuration/secrets.ts";
import { parkedReactions, retryParked } from "../reactors/reactions.ts";
import { openDatabase } from "../start/open_database.ts";
import { readConfig } from "../start/read_config.ts";
import { runTask } from "./run_task.ts";

/**
 * `deno task reactors`: what mails and the like were given up on, and why. `deno task reactors retry [NAME]` has them tried
 * again. Also while serving.
 */
const { positionals: [what, reactor, ...more] } = parseArgs({ allowPositionals: true });
if (what !== undefined && what !== "retry" || more.length > 0) {
  console.error("Say what: deno task reactors, or deno task reactors retry [NAME].");
  Deno.exit(2);
}
const config = readConfig(Deno.env.toObject());
await runTask(async () => {
  await using database = await openDatabase(config, await loadSecrets(config));
  const { sql } = database;
  if (what === "retry") {
    console.log(`${await retryParked(sql, new Date(), reactor)} are tried again.`);
  } else {
    const parked = await parkedReactions(sql);
    for (const { reactor, position, attempts, parked_at, problem } of parked) {
      console.log(`${reactor}\tevent ${position}\t${attempts} attempts\t${parked_at.toISOString()}\t${problem}`);
    }
    if (parked.length === 0) console.log("Nothing is parked.");
  }
});
