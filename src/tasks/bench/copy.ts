import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "postgres";

/** Makes tables with the columns, indexes and constraints of a partition of events and of event_tags, and nothing more. */
export async function makeTwins(sql: Sql): Promise<void> {
  await sql`CREATE TABLE events_twin (LIKE events_1 INCLUDING ALL)`;
  await sql`CREATE TABLE event_tags_twin (LIKE event_tags INCLUDING ALL)`;
}

/** Copies a range of the log into the twins, as one stream of text each; returns events a second. */
export async function copyTwins(sql: Sql, after: number, to: number): Promise<number> {
  const range = sql`position > ${after} AND position <= ${to}`;
  const events = await textOf(
    sql,
    sql`
    SELECT concat_ws(E'\t', position, type, version, tags::text, data::text, meta::text, recorded_at) AS line, position
    FROM events WHERE ${range}`,
  );
  const tags = await textOf(
    sql,
    sql`
    SELECT concat_ws(E'\t', tag, position, type) AS line, position FROM events, unnest(tags) AS tag WHERE ${range}`,
  );
  const begun = performance.now();
  await copy(sql, "events_twin", events);
  await copy(sql, "event_tags_twin", tags);
  return (to - after) / ((performance.now() - begun) / 1000);
}

/** Lines as COPY reads them, in pieces of a thousand, made before the clock runs. */
async function textOf(sql: Sql, lines: ReturnType<Sql>): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    SELECT string_agg(replace(line, '\\', '\\\\'), E'\n' ORDER BY position) || E'\n' AS text
    FROM (${lines}) found GROUP BY position / 1000 ORDER BY position / 1000`;
  return rows.map(({ text }) => text);
}

async function copy(sql: Sql, table: string, text: string[]): Promise<void> {
  await pipeline(Readable.from(text), await sql`COPY ${sql(table)} FROM STDIN`.writable());
}
