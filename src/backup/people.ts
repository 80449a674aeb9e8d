import type { Sql } from "postgres";
import { patiently } from "./log_rows.ts";
import type { BackupFile } from "./write_file.ts";

const rowsPerPage = 10_000;

/** Writes who was forgotten, and the keys of everybody else as they stand: wrapped. Returns how many keys. */
export async function writePeople(sql: Sql, file: BackupFile): Promise<number> {
  let keys = 0;
  // keys last: who is forgotten meanwhile is at least not among them
  for (const table of ["forgotten_subjects", "personal_keys"] as const) {
    // reports have keys, too: below 0
    for (let after = Number.MIN_SAFE_INTEGER;;) {
      const page = await patiently(() => pageOf(sql, table, after));
      if (page.rows === 0) break;
      await file.rows(table, page.rows, page.text);
      after = page.last;
      if (table === "personal_keys") keys += page.rows;
    }
  }
  return keys;
}

type Page = { rows: number; last: number; text: string };

async function pageOf(sql: Sql, of: "forgotten_subjects" | "personal_keys", after: number): Promise<Page> {
  const columns = of === "personal_keys"
    ? sql`subject, wrapped_by, encode(wrapped, 'base64') AS wrapped, created_at`
    : sql`subject, forgotten_at`;
  const [page] = await sql<Page[]>`
    SELECT count(*) AS rows, coalesce(max(subject), 0) AS last, coalesce(jsonb_agg(to_jsonb(p)), '[]')::text AS text
    FROM (SELECT ${columns} FROM ${sql(of)} WHERE subject > ${after} ORDER BY subject LIMIT ${rowsPerPage}) p`;
  return page;
}

/** Takes note of people who were forgotten: rows as a file of keys holds them. */
export async function restoreForgotten(sql: Sql, rows: string): Promise<void> {
  await sql`
    INSERT INTO forgotten_subjects AS f (subject, forgotten_at)
    SELECT subject, forgotten_at
    FROM jsonb_to_recordset(${rows}::text::jsonb) AS r(subject bigint, forgotten_at timestamptz)
    ON CONFLICT (subject) DO UPDATE SET forgotten_at = greatest(f.forgotten_at, excluded.forgotten_at)`;
}

/** Puts keys back, but for those of people who have been forgotten since. Returns how many were left out. */
export async function restoreKeys(sql: Sql, rows: string): Promise<number> {
  const [{ leftOut }] = await sql<{ leftOut: number }[]>`
    WITH kept AS (
      SELECT * FROM jsonb_to_recordset(${rows}::text::jsonb)
        AS r(subject bigint, wrapped_by text, wrapped text, created_at timestamptz)
    ), restored AS (
      INSERT INTO personal_keys (subject, wrapped_by, wrapped, created_at)
      SELECT subject, wrapped_by, decode(wrapped, 'base64'), created_at FROM kept k
      WHERE NOT EXISTS (SELECT FROM forgotten_subjects f WHERE f.subject = k.subject AND f.forgotten_at >= k.created_at)
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM kept) - (SELECT count(*) FROM restored) AS "leftOut"`;
  return leftOut;
}
