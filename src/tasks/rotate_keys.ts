import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { rotateKeys } from "../log/rotate_keys.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { fail, progressBar, runTask, untilInterrupted } from "./run_task.ts";

/**
 * `deno task rotate-keys`: wraps the keys of people again under the first of `INYEON_MASTER_KEYS`, also while serving. May
 * be broken off and run again. Every server must know the new key before it runs.
 */
const config = readConfig(Deno.env.toObject());
const { masterKeys } = await loadSecrets(config);
const signal = untilInterrupted("run it again to go on.");
await runTask(async () => {
  await using database = await openDatabase(config, { masterKeys });
  using bar = progressBar("{bar} {percentage}% | {value}/{total} keys | {eta_formatted} left");
  bar.start(0, 0);
  const wrapped = await rotateKeys({
    sql: database.sql,
    wrapping: masterKeys,
    signal,
    progress(done, total) {
      bar.setTotal(Math.max(total, done));
      bar.update(done);
    },
  });
  bar.stop();
  const [first] = masterKeys;
  for (const { id, keys } of wrapped) console.log(`${keys} keys of people are wrapped by master key ${id}.`);
  const left = wrapped.filter(({ id }) => id !== first.id);
  if (left.length > 0) {
    const missing = left.filter(({ id }) => !masterKeys.some((key) => key.id === id)).map(({ id }) => id);
    fail(
      missing.length > 0
        ? `INYEON_MASTER_KEYS lacks ${missing.join(", ")}: add it after the first, and run this again.`
        : "Servers that do not yet know the first key made some meanwhile: start them anew, and run this again.",
    );
  } else console.log(`All are wrapped by ${first.id}; older master keys open nothing but older backups.`);
});
