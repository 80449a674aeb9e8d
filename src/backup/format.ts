import { z } from "zod";

/**
 * A backup file is a gzip stream of sections. First a line of JSON, the header; then for each run of rows a line that
 * says how many rows and bytes follow, and those bytes; last a line with the SHA-256 of everything before it. Rows of the
 * log are in the text format of PostgreSQL's COPY, rows of people in JSON.
 */
export const formatVersion = 1;

const position = z.int().min(0);
const hash = z.hex();

/** What a file of the log says of itself. */
export const logHeader = z.object({
  format: z.literal("inyeon log"),
  version: z.literal(formatVersion),
  /** Which backup this is; its file of keys names it. */
  backup: z.uuid(),
  /** The log, when it was made, and the log that its chain began as: another one after a restore. */
  log: z.uuid(),
  logCreatedAt: z.string(),
  origin: z.uuid(),
  /** The events after `after` up to `to`, each the end of a batch, and the chain's hash at both. */
  after: position,
  afterHash: hash,
  to: position,
  toHash: hash,
  /** Tells whether an installation has the same tag key, without which names and receipts are not found again. */
  tagKeyCheck: z.string(),
  madeAt: z.iso.datetime(),
});

/** What a file of keys says of itself. */
export const keysHeader = z.object({
  format: z.literal("inyeon keys"),
  version: z.literal(formatVersion),
  backup: z.uuid(),
  log: z.uuid(),
  to: position,
  madeAt: z.iso.datetime(),
});

export type LogHeader = z.infer<typeof logHeader>;
export type KeysHeader = z.infer<typeof keysHeader>;

/** What sections hold. */
const contents = z.enum(["events", "log_batches", "sequences", "personal_keys", "forgotten_subjects"]);
export type Contents = z.infer<typeof contents>;

/** The line before a section's rows. */
export const sectionLine = z.object({ rows: z.int().min(1), of: contents, bytes: z.int().min(0) });

/** The line at the end. */
export const endLine = z.object({ sha256: hash });

/** The columns of the log's tables in a file, in order; times as PostgreSQL writes them in UTC, to the microsecond. */
export const eventColumns = ["position", "type", "version", "tags", "data", "meta", "recorded_at"] as const;
export const batchColumns = ["last_position", "batch_id", "results", "recorded_at", "hash"] as const;

/** The file of keys that belongs to a backup. */
export function keysFileOf(path: string): string {
  return `${path}.keys`;
}
