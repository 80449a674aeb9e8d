import type { AnyProjection } from "../../projections/projection.ts";

const quote = (name: string) => `"${name}"`;
const list = (names: readonly string[]) => names.map(quote).join(", ");

/** A column's PostgreSQL type, without the mark that lets it be null. */
function typeOf(p: AnyProjection, column: string): string {
  return String(p.columns[column]).replace("?", "");
}

/** `"a" bigint, "b" text`: some columns as jsonb_to_recordset wants them declared. */
export function declared(p: AnyProjection, columns: readonly string[]): string {
  return columns.map((column) => `${quote(column)} ${typeOf(p, column)}`).join(", ");
}

/** The table of a projection, without its indexes. */
export function createTable(p: AnyProjection, tableName: string): string {
  const columns = Object.entries(p.columns).map(([column, type]) =>
    `${quote(column)} ${typeOf(p, column)}${String(type).endsWith("?") ? "" : " NOT NULL"}`
  );
  return `CREATE TABLE ${quote(tableName)} (${columns.join(", ")})`;
}

/** Its primary key: needed as soon as rows are looked up in it. */
export function createPrimaryKey(p: AnyProjection, tableName: string): string {
  return `ALTER TABLE ${quote(tableName)} ADD PRIMARY KEY (${list(p.primaryKey)})`;
}

/** Its further indexes, and fresh statistics. */
export function createIndexes(p: AnyProjection, tableName: string): string {
  const indexes = p.indexes.map((columns) => `CREATE INDEX ON ${quote(tableName)} (${list(columns)})`);
  return [...indexes, `ANALYZE ${quote(tableName)}`].join("; ");
}

/** The function `write_<table>` through which `project` writes rows, so that their plans are kept. */
export function createWriter(p: AnyProjection, tableName: string): string {
  const columns = Object.keys(p.columns);
  const others = columns.filter((column) => !p.primaryKey.includes(column));
  const conflict = others.length === 0
    ? "NOTHING"
    : `UPDATE SET ${others.map((column) => `${quote(column)} = EXCLUDED.${quote(column)}`).join(", ")}`;
  return `CREATE OR REPLACE FUNCTION ${quote(`write_${tableName}`)}(p_upserts jsonb, p_deletes jsonb) RETURNS void
    LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO ${quote(tableName)} (${list(columns)})
        SELECT ${list(columns)} FROM jsonb_to_recordset(p_upserts) AS r(${declared(p, columns)})
        ON CONFLICT (${list(p.primaryKey)}) DO ${conflict};
      IF p_deletes IS NOT NULL THEN
        DELETE FROM ${quote(tableName)} t
          USING jsonb_to_recordset(p_deletes) AS r(${declared(p, p.primaryKey)})
          WHERE ${p.primaryKey.map((column) => `t.${quote(column)} = r.${quote(column)}`).join(" AND ")};
      END IF;
    END $$`;
}

/** Rows by the values of some columns: `$1` is a JSON array of objects with those columns. */
export function selectByKeys(p: AnyProjection, tableName: string, columns: readonly string[]): string {
  return `SELECT r.row FROM jsonb_to_recordset($1::jsonb) AS k(${declared(p, columns)})
    CROSS JOIN LATERAL (SELECT to_jsonb(t) AS row FROM ${quote(tableName)} t
      WHERE ${columns.map((column) => `t.${quote(column)} = k.${quote(column)}`).join(" AND ")} OFFSET 0) r`;
}

/** `COPY … FROM STDIN` for rows written by `copyLine`. */
export function copyInto(p: AnyProjection, tableName: string): string {
  return `COPY ${quote(tableName)} (${list(Object.keys(p.columns))}) FROM STDIN`;
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One row in COPY's text format. */
export function copyLine(columns: readonly string[], row: Record<string, string | number | boolean | null>): string {
  let line = "";
  for (let n = 0; n < columns.length; n++) {
    const value = row[columns[n]];
    if (n > 0) line += "\t";
    if (value === null) line += "\\N";
    else if (typeof value === "string") line += value.replace(/[\\\t\n\r]/g, (c) => escapes[c]);
    else line += String(value);
  }
  return line + "\n";
}
