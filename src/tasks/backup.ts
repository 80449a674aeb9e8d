import { parseArgs } from "node:util";
import { backup } from "../backup/backup.ts";
import { keysFileOf } from "../backup/format.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { progressBar, runTask, untilInterrupted } from "./run_task.ts";

/**
 * `deno task backup FILE [--after POSITION]`: the log into FILE and the keys of people into FILE.keys, also while serving.
 * With `--after`, only what came since an earlier backup ended there. Not in it: the secrets, and the folder `media`.
 */
const { values, positionals } = given();
const [file, ...more] = positionals;
const after = Number(values.after ?? 0);
if (!file || more.length > 0) usage("Name one file to write the backup to.");
if (!Number.isSafeInteger(after) || after < 0) usage(`--after is ${values.after} but must be a position, from 0 on.`);

const config = readConfig(Deno.env.toObject());
const secrets = await loadSecrets(config);
const signal = untilInterrupted("nothing was written.");
await runTask(async () => {
  await using database = await openDatabase(config, secrets);
  using bar = progressBar("{bar} {percentage}% | {value}/{total} events | {eta_formatted} left");
  bar.start(await database.log.head() - after, 0);
  const written = await backup({
    sql: database.sql,
    secrets,
    file,
    after,
    now: () => new Date(),
    signal,
    progress(position, to) {
      bar.setTotal(to - after);
      bar.update(position - after);
    },
  });
  bar.stop();
  console.log(
    `${written.to - written.after} events up to position ${written.to} are in ${file}, ` +
      `${written.keys} keys of people in ${keysFileOf(file)}.`,
  );
  console.log(`Go on from here with: deno task backup NEXT --after ${written.to}`);
});

function given() {
  try {
    return parseArgs({ options: { after: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    usage(error instanceof Error ? error.message : String(error));
  }
}

function usage(reason: string): never {
  console.error(`${reason} Usage: deno task backup FILE [--after POSITION]`);
  Deno.exit(2);
}
