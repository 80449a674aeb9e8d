import type { Sql } from "postgres";
import { isConnectionError } from "../database/connect.ts";
import { copyLine } from "../read_models/tables.ts";
import { batchColumns, eventColumns } from "./format.ts";

/** Rows in the text format of COPY. */
export type Rows = { rows: number; text: string };

type Stored = Record<string, string | number>;

const patienceMs = 30_000;

/** Does what only reads, again where the connection died of it. */
export async function patiently<T>(read: () => PromiseLike<T>): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!isConnectionError(error) || performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * The events after a position up to another.
 *
 * @throws where some of them are archived
 */
export async function eventRows(sql: Sql, after: number, to: number): Promise<Rows> {
  const rows = await patiently(() =>
    sql<Stored[]>`
      SELECT position, type, version, tags::text, data::text, meta::text, recorded_at::text FROM events
      WHERE position > ${after} AND position <= ${to} ORDER BY position`
  );
  if (rows.length !== to - after) {
    throw new Error(
      `Of the events ${after + 1} to ${to} only ${rows.length} are in the log's table: attach their archive first.`,
    );
  }
  return asText(eventColumns, rows);
}

/** The batches that end after a position, up to another. */
export async function batchRows(sql: Sql, after: number, to: number): Promise<Rows> {
  const rows = await patiently(() =>
    sql<Stored[]>`
      SELECT last_position, batch_id::text, results::text, recorded_at::text, hash::text FROM log_batches
      WHERE last_position > ${after} AND last_position <= ${to} ORDER BY last_position`
  );
  return asText(batchColumns, rows);
}

function asText(columns: readonly string[], rows: readonly Stored[]): Rows {
  return { rows: rows.length, text: rows.map((row) => copyLine(columns, row)).join("") };
}
