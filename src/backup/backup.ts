import type { Sql } from "postgres";
import { exists } from "../database/binaries.ts";
import type { Secrets } from "../configuration/secrets.ts";
import { tagKeyCheck } from "./fitting_secrets.ts";
import { formatVersion, keysFileOf, type LogHeader } from "./format.ts";
import { idsHandedOut } from "./ids_in_use.ts";
import { batchRows, eventRows, patiently } from "./log_rows.ts";
import { writePeople } from "./people.ts";
import { writeBackupFile } from "./write_file.ts";

const eventsPerPage = 20_000;

/** What is backed up, and where to. */
export type BackupOptions = {
  sql: Sql;
  secrets: Pick<Secrets, "derive">;
  /** Where the log goes; the keys go beside it, into `FILE.keys`. */
  file: string;
  /** Only events after this position: where an earlier backup of the same log ended. */
  after?: number;
  now: () => Date;
  signal: AbortSignal;
  /** Told the position reached, and the one where the backup will end. */
  progress?: (position: number, to: number) => void;
};

/** What a backup holds. */
export type BackedUp = { after: number; to: number; keys: number };

/**
 * Writes the log up to the head seen at the start into one file, and the keys of people as they stand, wrapped, into
 * another. May be done beside a serving system: appended events never change, so each page is a short statement of its
 * own. Both files appear whole or not at all; none is overwritten.
 */
export async function backup(options: BackupOptions): Promise<BackedUp> {
  const { sql, file, signal, progress } = options;
  for (const path of [file, keysFileOf(file)]) {
    if (await exists(path)) throw new Error(`${path} is there already; name a new file.`);
  }
  const header = await headerOf(options);
  const { after, to } = header;
  await using log = await writeBackupFile(file, header);
  for (let from = after; from < to;) {
    signal.throwIfAborted();
    const end = Math.min(from + eventsPerPage, to);
    const [events, batches] = await Promise.all([eventRows(sql, from, end), batchRows(sql, from, end)]);
    await log.rows("events", events.rows, events.text);
    if (batches.rows > 0) await log.rows("log_batches", batches.rows, batches.text);
    progress?.(end, to);
    from = end;
  }
  // ids are taken before their events are appended: read now, they are beyond those of any event in the file
  await log.rows("sequences", 1, JSON.stringify(await patiently(() => idsHandedOut(sql))));
  await log.end();

  const { backup, log: id, madeAt } = header;
  const keysHeader = { format: "inyeon keys", version: formatVersion, backup, log: id, to, madeAt } as const;
  await using people = await writeBackupFile(keysFileOf(file), keysHeader);
  const keys = await writePeople(sql, people);
  await people.end();

  signal.throwIfAborted();
  // a backup that is there has its keys beside it
  await people.publish();
  await log.publish();
  return { after, to, keys };
}

async function headerOf({ sql, secrets, after = 0, now }: BackupOptions): Promise<LogHeader> {
  const [log] = await sql<{ id: string; createdAt: string; origin: string; genesis: string }[]>`
    SELECT id, created_at::text AS "createdAt", origin, encode(sha256(uuid_send(origin)), 'hex') AS genesis
    FROM (SELECT log.*, coalesce((SELECT (results->>'origin')::uuid FROM log_batches WHERE last_position = 0), id) AS origin
      FROM log) log`;
  const hashAt = async (position: number) => {
    const [batch] = await sql<{ hash: string }[]>`
      SELECT encode(hash, 'hex') AS hash FROM log_batches WHERE last_position = ${position}`;
    return position === 0 ? log.genesis : batch?.hash;
  };
  const [{ to }] = await sql<{ to: number }[]>`SELECT coalesce(max(last_position), 0) AS to FROM log_batches`;
  const [afterHash, toHash] = [await hashAt(after), await hashAt(to)];
  if (afterHash === undefined) {
    throw new Error(
      `No backup of this log, which stands at ${to}, ended at ${after}; name the position where an earlier one ended.`,
    );
  }
  return {
    format: "inyeon log",
    version: formatVersion,
    backup: crypto.randomUUID(),
    log: log.id,
    logCreatedAt: log.createdAt,
    origin: log.origin,
    after,
    afterHash,
    to,
    toHash,
    tagKeyCheck: tagKeyCheck(secrets),
    madeAt: now().toISOString(),
  };
}
