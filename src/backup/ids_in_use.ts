import type { Sql } from "postgres";
import { sealedUnder, sideKeysAlike } from "../../events/side_keys.ts";
import { fieldsOf, type IdFields } from "../ids/ids.ts";

/** The largest ids in use, by the name of their sequence. */
export type UsedIds = Record<string, number>;

/** The largest id of each kind in a range of events. */
export async function idsInEvents(
  sql: Sql,
  fields: IdFields,
  { from, to }: { from: number; to: number },
): Promise<UsedIds> {
  const rows = await sql<{ field: string; used: number | null }[]>`
    SELECT f.field, max(CASE WHEN jsonb_typeof(e.data->f.field) = 'number' THEN (e.data->f.field)::bigint END) AS used
    FROM events e CROSS JOIN jsonb_array_elements_text(${sql.json(Object.values(fields).flat())}) AS f(field)
    WHERE e.position BETWEEN ${from} AND ${to} GROUP BY f.field`;
  const byField = new Map(rows.map(({ field, used }) => [field, used ?? 0]));
  const usedBy = (kind: string) => Math.max(...fieldsOf(fields, kind).map((field) => byField.get(field) ?? 0));
  return Object.fromEntries(Object.keys(fields).map((kind) => [`${kind}_ids`, usedBy(kind)]));
}

/** What the sequences have handed out so far, each block to its end. */
export async function idsHandedOut(sql: Sql): Promise<UsedIds> {
  const rows = await sql<{ name: string; used: number }[]>`
    SELECT sequencename AS name, last_value + increment_by - 1 AS used FROM pg_sequences
    WHERE schemaname = current_schema() AND sequencename LIKE '%\\_ids' AND last_value IS NOT NULL`;
  return Object.fromEntries(rows.map(({ name, used }) => [name, used]));
}

/** The largest ids whose keys were deleted, of people and of what is sealed: nobody is given a key under one of them again. */
export async function idsForgotten(sql: Sql): Promise<UsedIds> {
  const lowest = await sql<{ subject: number }[]>`
    SELECT min(subject) AS subject FROM forgotten_subjects WHERE subject < 0 GROUP BY -subject % ${sideKeysAlike}`;
  const [{ user_ids }] = await sql<{ user_ids: number }[]>`
    SELECT coalesce(max(subject) FILTER (WHERE subject > 0), 0) AS user_ids FROM forgotten_subjects`;
  return lowest.map(({ subject }) => sealedUnder(subject)).map(({ of, id }): UsedIds => ({ [`${of}_ids`]: id }))
    .reduce(largest, { user_ids });
}

/** The larger of two for each kind. */
export function largest(a: UsedIds, b: UsedIds): UsedIds {
  const all: UsedIds = { ...a };
  for (const [name, used] of Object.entries(b)) all[name] = Math.max(used, all[name] ?? 0);
  return all;
}
