import { parseArgs } from "node:util";
import { ids } from "../apps.ts";
import { headKey } from "../audit/head_key.ts";
import { openEmpty } from "../backup/open_empty.ts";
import { restore } from "../backup/restore.ts";
import { prepareSchema } from "../start/prepare_schema.ts";
import { readConfig } from "../start/read_config.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { progressBar, runTask, untilInterrupted } from "./run_task.ts";

/**
 * `deno task restore FILE… [--erasures-from FILE] [--same-log]`: restores a backup and its increments, in order, into an
 * empty database. Who was forgotten since stays so: by the lists in the newest file of keys and in `DATA_DIR`, and those
 * named with `--erasures-from` (a `forgotten.jsonl`, or the `.keys` of a newer backup). `--same-log` only where nothing was
 * appended after the backup.
 */
const { values, positionals: files } = given();
if (files.length === 0) usage("Name the files to restore, the oldest first.");

const config = readConfig(Deno.env.toObject());
const secrets = await loadSecrets(config);
const signal = untilInterrupted("the database is empty as before.");
await runTask(async () => {
  await using database = await openEmpty(config, prepareSchema);
  using bar = progressBar("{bar} {percentage}% | {step}");
  bar.start(1, 0, { step: "checking" });
  const restored = await restore({
    sql: database.sql,
    ids,
    secrets,
    key: headKey(secrets),
    dataDir: config.dataDir,
    files,
    erasuresFrom: values["erasures-from"],
    sameLog: values["same-log"],
    now: () => new Date(),
    signal,
    progress(step, done, total) {
      bar.setTotal(total);
      bar.update(done, { step });
    },
  });
  bar.stop();
  console.log(`Restored ${restored.position} events as log ${restored.log}; its hash chain is whole.`);
  console.log(`${restored.keysLeftOut} people in it have been forgotten since and stay so.`);
  console.log("The next start builds the read models. Images are not in a backup: put the folder media back by hand.");
});

function given() {
  const options = { "erasures-from": { type: "string", multiple: true }, "same-log": { type: "boolean" } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    usage(error instanceof Error ? error.message : String(error));
  }
}

function usage(reason: string): never {
  console.error(`${reason} Usage: deno task restore FILE… [--erasures-from FILE] [--same-log]`);
  Deno.exit(2);
}
