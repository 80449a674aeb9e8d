import type { Sql } from "postgres";
import { walkChain } from "../audit/chain.ts";
import type { HeadKey } from "../audit/head_key.ts";
import { appendHead, headsFile } from "../audit/heads.ts";
import { exists } from "../database/binaries.ts";
import type { Secrets } from "../configuration/secrets.ts";
import { checkFiles } from "./check_files.ts";
import { refuseForeignKeys } from "./fitting_secrets.ts";
import { applyForgotten, forgottenFile } from "./forgotten.ts";
import type { LogHeader } from "./format.ts";
import { idsForgotten, largest, type UsedIds } from "./ids_in_use.ts";
import type { IdFields } from "../ids/ids.ts";
import { loadAnchor, loadLog, loadPeople } from "./load.ts";
import { UnfitBackup } from "./read_file.ts";

/** Told how far a step of a restore has come. */
export type RestoreProgress = (step: "checking" | "loading" | "walking the chain", done: number, total: number) => void;

/** What is restored, and where to. */
export type RestoreOptions = {
  /** A database with the schema and nothing in it. */
  sql: Sql;
  /** The kinds of ids, and the fields of events that hold one. */
  ids: IdFields;
  secrets: Pick<Secrets, "derive" | "masterKeys">;
  key: HeadKey;
  dataDir: string;
  /** The log's files in order, the first from the log's beginning; the last one's keys are used. */
  files: readonly string[];
  /** Lists of people forgotten since: `forgotten.jsonl`, or files of keys of newer backups. */
  erasuresFrom?: readonly string[];
  /** Nothing was appended after the backup: the log keeps its id, and clients go on from their cursors. */
  sameLog?: boolean;
  now: () => Date;
  signal: AbortSignal;
  progress?: RestoreProgress;
};

/** What a restore came to. */
export type Restored = { log: string; position: number; keysLeftOut: number };

/**
 * Restores a backup into an empty database: events, tags, batches, the keys of everybody who was not forgotten since, and
 * ids that go on behind those in use. Read models are built by the next start. It is another log from then on, unless
 * nothing can have been appended after the backup. Fails as a whole: then the database is as empty as before.
 *
 * @throws UnfitBackup
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { sql, files, secrets, dataDir, erasuresFrom = [], progress = () => {} } = options;
  if (files.length === 0) throw new UnfitBackup("Name the files to restore, the oldest first.");
  for (const path of erasuresFrom) if (!await exists(path)) throw new UnfitBackup(`${path} is not there.`);
  const bytes = await sizeOf([...files, `${files[files.length - 1]}.keys`]);
  const headers = await checkFiles(files, secrets, counter(bytes, (done) => progress("checking", done, bytes)));

  await using _alone = await alone(sql);
  await sql`SELECT begin_restore()`;
  try {
    for (const path of [forgottenFile(dataDir), ...erasuresFrom]) await applyForgotten(sql, path);
    return await fill(options, headers, counter(bytes, (done) => progress("loading", done, bytes)));
  } catch (error) {
    // should the database be gone, no process starts on what is left, and the next restore throws it away
    await sql`SELECT abandon_restore()`.catch(() => {});
    throw error;
  }
}

async function fill(options: RestoreOptions, headers: LogHeader[], loaded: (bytes: number) => void): Promise<Restored> {
  const { sql, ids, files, secrets, signal, sameLog, progress = () => {} } = options;
  const [first, last] = [headers[0], headers[headers.length - 1]];
  const keysLeftOut = await loadPeople(sql, files[files.length - 1], loaded);
  await refuseForeignKeys(sql, secrets);
  await loadAnchor(sql, first);
  let used: UsedIds = await idsForgotten(sql);
  for (const file of files) used = largest(used, await loadLog(sql, file, { ids, progress: loaded, signal }));

  await sql`ANALYZE events, event_tags, log_batches, personal_keys`;
  for await (const { from, problem } of walkChain(sql, (at, head) => progress("walking the chain", at, head))) {
    throw new UnfitBackup(
      `The backup does not fit its hash chain at position ${from}: ${problem}.`,
    );
  }
  const [head] = await sql<{ position: number; hash: string }[]>`
    SELECT last_position AS position, encode(hash, 'hex') AS hash FROM log_batches
    ORDER BY last_position DESC LIMIT 1`;
  if (head.position !== last.to || head.hash !== last.toHash) {
    throw new UnfitBackup(`The restored log ends at ${head.position}, and not where the backup says: at ${last.to}.`);
  }
  signal.throwIfAborted();
  const log = sameLog ? last.log : crypto.randomUUID();
  // before the last step: signed for a log that came to nothing it does no harm, missing it would look like a fraud
  if (!sameLog) {
    const at = options.now().toISOString();
    await Deno.mkdir(options.dataDir, { recursive: true });
    await appendHead(headsFile(options.dataDir), options.key, { log, ...head, at, from: last.log });
  }
  await sql`SELECT finish_restore(${log}, ${last.logCreatedAt}::text::timestamptz, ${sql.json(used)})`;
  return { log, position: head.position, keysLeftOut };
}

/** Any constant does, as long as nothing else in this database locks it. */
const lockKey = 4_712;

/** Makes sure that nobody else restores into this database, nor a server runs on it. */
async function alone(sql: Sql): Promise<AsyncDisposable> {
  // on a pool that has no connection yet, the driver's reserve can wait for ever
  await sql`SELECT 1`;
  const connection = await sql.reserve();
  const [{ locked }] = await connection<{ locked: boolean }[]>`SELECT pg_try_advisory_lock(${lockKey}) AS locked`;
  const users = await connection`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'inyeon log'`;
  if (locked && users.length === 0) {
    return {
      async [Symbol.asyncDispose]() {
        await connection`SELECT pg_advisory_unlock(${lockKey})`.catch(() => {});
        connection.release();
      },
    };
  }
  if (locked) await connection`SELECT pg_advisory_unlock(${lockKey})`;
  connection.release();
  throw new Error(
    locked ? "A process runs on this database: stop it first." : "Another restore into this database is on.",
  );
}

async function sizeOf(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += await Deno.stat(file).then(({ size }) => size, () => 0);
  return bytes;
}

function counter(total: number, tell: (done: number) => void): (bytes: number) => void {
  let done = 0;
  return (bytes) => tell(done = Math.min(total, done + bytes));
}
