import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Sql } from "postgres";
import { z } from "zod";
import { batchColumns, eventColumns, keysFileOf, keysHeader, type LogHeader, logHeader } from "./format.ts";
import type { IdFields } from "../ids/ids.ts";
import { idsInEvents, largest, type UsedIds } from "./ids_in_use.ts";
import { restoreForgotten, restoreKeys } from "./people.ts";
import { readBackupFile, type Section, UnfitBackup } from "./read_file.ts";

const usedIds = z.record(z.string(), z.int());

/** Told how many bytes of the files were read, each time some were. */
export type Progress = (bytes: number) => void;

/**
 * Puts the keys of people into the database, but for those of who was forgotten; the file's own list of them comes first
 * in it. Returns how many keys were left out.
 */
export async function loadPeople(sql: Sql, file: string, progress: Progress): Promise<number> {
  await using reader = await readBackupFile(keysFileOf(file), keysHeader, progress);
  let leftOut = 0;
  for await (const { of, bytes } of reader.sections()) {
    const text = new TextDecoder().decode(bytes);
    if (of === "forgotten_subjects") await restoreForgotten(sql, text);
    if (of === "personal_keys") leftOut += await restoreKeys(sql, text);
  }
  return leftOut;
}

/**
 * The first entry of a restored chain, before the first event: the hash it begins with, and of which log's id that is.
 * So the chain stays as it was under another id.
 */
export async function loadAnchor(sql: Sql, { origin, logCreatedAt }: LogHeader): Promise<void> {
  await sql`
    INSERT INTO log_batches (last_position, batch_id, results, recorded_at, hash)
    VALUES (0, ${origin}, ${
    sql.json({ origin })
  }, ${logCreatedAt}::text::timestamptz, sha256(uuid_send(${origin}::uuid)))`;
}

/** Puts the events of a file, their tags and their batches into the database. Returns the ids they use. */
export async function loadLog(
  sql: Sql,
  file: string,
  { ids, progress, signal }: { ids: IdFields; progress: Progress; signal: AbortSignal },
): Promise<UsedIds> {
  await using reader = await readBackupFile(file, logHeader, progress);
  let used: UsedIds = {};
  let at = reader.header.after;
  for await (const section of reader.sections()) {
    signal.throwIfAborted();
    if (section.of === "events") {
      const [from, to] = [at + 1, at + section.rows];
      await copy(sql, "events", eventColumns, section);
      await sql`SELECT restore_tags(${from}, ${to})`;
      used = largest(used, await idsInEvents(sql, ids, { from, to }));
      at = to;
    } else if (section.of === "log_batches") {
      await copy(sql, "log_batches", batchColumns, section);
      await sql`SELECT ensure_partitions()`;
    } else if (section.of === "sequences") {
      used = largest(used, usedIds.parse(JSON.parse(new TextDecoder().decode(section.bytes))));
    }
  }
  if (at !== reader.header.to) throw new UnfitBackup(`${file} has changed while it was being read.`);
  return used;
}

async function copy(sql: Sql, table: string, columns: readonly string[], { bytes }: Section): Promise<void> {
  const statement = `COPY ${table} (${columns.join(", ")}) FROM STDIN`;
  await pipeline(Readable.from([bytes]), await sql.unsafe(statement).writable());
}
