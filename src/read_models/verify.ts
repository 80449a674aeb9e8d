import type { Sql } from "postgres";
import type { AnyProjection, AnyRow, Fragment } from "../../projections/projection.ts";
import type { Log } from "../log/log.ts";
import { tableFold } from "./fold.ts";

const eventsPerPage = 5_000;
const rowsPerPage = 5_000;
const rounds = 3;
/** How long a table that is not at the head may stand still before nobody is thought to be folding it. */
const standsStillMs = 2_000;

/** Where a stored row is not what the log says. */
export type Difference =
  | { kind: "different"; key: Partial<AnyRow>; column: string; stored: AnyRow[string]; folded: AnyRow[string] }
  /** The log says that there is such a row, and the table has none. */
  | { kind: "missing"; key: Partial<AnyRow> }
  /** The table has a row that the log knows nothing of. */
  | { kind: "extra"; key: Partial<AnyRow> };

/** What verifying a table came to. */
export type Verified = {
  /** Rows that were compared, missing and extra ones included. */
  rows: number;
  /** Up to which event of the log the table was folded when it was last looked at. */
  position: number;
  /** How many differences there are; `differences` holds the first of them. */
  wrong: number;
  differences: Difference[];
};

type Page = { position: number; rows: AnyRow[] };

/**
 * Folds one projection afresh from the whole log and compares it, row by row and by value, with a table that holds it.
 * Each page of rows is read together with the table's checkpoint and compared at that position, so that it may be done
 * while the table is being written. What is not the same is looked up again once the table is where the log ended at
 * that time: rows come meanwhile, and of an erasure that the table does not know yet the fold misses what was erased.
 * Memory holds the folded rows, and one page of the stored ones.
 *
 * @param of.table the table's own name, not that of the view
 * @param of.differences how many differences are described at most
 */
export async function verify(of: {
  sql: Sql;
  log: Pick<Log, "read" | "head">;
  projection: AnyProjection;
  table: string;
  differences?: number;
}): Promise<Verified> {
  const { projection: p, differences: described = 20 } = of;
  const folded = foldedRows(p, of.log);
  const compared = new Set<string>();
  const result: Verified = { rows: 0, position: 0, wrong: 0, differences: [] };

  let doubtful: Partial<AnyRow>[] = [];
  let last: AnyRow | undefined;
  for (;;) {
    const page = await readRows(of, last);
    await folded.to(result.position = page.position);
    for (const stored of page.rows) {
      const key = keyText(p, stored);
      compared.add(key);
      if (differencesOf(p, keyOf(p, stored), stored, folded.rows.get(key)).length === 0) result.rows++;
      else doubtful.push(keyOf(p, stored));
    }
    last = page.rows.at(-1);
    if (page.rows.length < rowsPerPage) break;
  }
  doubtful.push(...folded.rows.entries().filter(([key]) => !compared.has(key)).map(([, row]) => keyOf(p, row)));

  for (let round = 1; doubtful.length > 0; round++) {
    await folding(of, await of.log.head());
    const still: Partial<AnyRow>[] = [];
    for (let n = 0; n < doubtful.length; n += rowsPerPage) {
      const keys = doubtful.slice(n, n + rowsPerPage);
      const page = await readRows(of, undefined, keys);
      await folded.to(result.position = page.position);
      const stored = new Map(page.rows.map((row) => [keyText(p, row), row]));
      for (const key of keys) {
        const [there, said] = [stored.get(keyText(p, key)), folded.rows.get(keyText(p, key))];
        const differences = differencesOf(p, key, there, said);
        if (differences.length > 0 && round < rounds) {
          still.push(key);
          continue;
        }
        if (there || said) result.rows++;
        result.wrong += differences.length;
        result.differences.push(...differences.slice(0, described - result.differences.length));
      }
    }
    doubtful = still;
  }
  return result;
}

/** Where a stored row and a folded one are not the same. */
function differencesOf(
  p: AnyProjection,
  key: Partial<AnyRow>,
  stored: AnyRow | undefined,
  folded: AnyRow | undefined,
): Difference[] {
  if (!stored && !folded) return [];
  if (!folded) return [{ kind: "extra", key }];
  if (!stored) return [{ kind: "missing", key }];
  return [...new Set([...Object.keys(p.columns), ...Object.keys(stored)])]
    .filter((column) => valueOf(p, column, stored[column]) !== valueOf(p, column, folded[column]))
    .map((column) => ({ kind: "different", key, column, stored: stored[column], folded: folded[column] }));
}

/** Resolves when a table has folded a position, or nobody is folding it. */
async function folding({ sql, table }: { sql: Sql; table: string }, upTo: number): Promise<void> {
  let at = -1;
  for (let movedAt = performance.now(); performance.now() < movedAt + standsStillMs;) {
    const [found] = await sql<{ position: number }[]>`SELECT position FROM read_models WHERE table_name = ${table}`;
    if (!found || found.position >= upTo) return;
    if (found.position > at) movedAt = performance.now();
    at = found.position;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The rows as the log says, at a position that only moves on. */
function foldedRows(p: AnyProjection, log: Pick<Log, "read">) {
  const rows = new Map<string, AnyRow>();
  const fold = tableFold(p);
  let at = 0;
  return {
    rows,
    async to(position: number): Promise<void> {
      while (at < position) {
        const page = await log.read({ after: at, limit: Math.min(eventsPerPage, position - at) });
        if (page.length === 0) throw new Error(`${p.name} is at ${position}, but the log ends at ${at}.`);
        await fold.fold(page, () => Promise.resolve([]));
        const { inserts, updates, deletes } = fold.takeChanges();
        for (const row of [...inserts, ...updates]) rows.set(keyText(p, row), row);
        for (const key of deletes) rows.delete(keyText(p, key));
        at = page[page.length - 1].position;
      }
    },
  };
}

/** Rows and checkpoint in one statement, thus of one snapshot: those of some keys, or a page in order of the key. */
async function readRows(
  { sql, projection: p, table }: { sql: Sql; projection: AnyProjection; table: string },
  after: AnyRow | undefined,
  keys?: Partial<AnyRow>[],
): Promise<Page> {
  const columns = sql.unsafe(p.primaryKey.map((column) => `t."${column}"`).join(", "));
  const declared = p.primaryKey.map((column) => `"${column}" ${p.columns[column].replace("?", "")}`).join(", ");
  const of = (wanted: Partial<AnyRow>[]) =>
    sql`SELECT k.* FROM jsonb_to_recordset(${sql.json(wanted)}) AS k(${sql.unsafe(declared)})`;
  let which: Fragment = sql``;
  if (keys) which = sql`WHERE (${columns}) IN (${of(keys)})`;
  else if (after) which = sql`WHERE (${columns}) > (${of([keyOf(p, after)])})`;
  const [page] = await sql<{ position: number | null; rows: AnyRow[] }[]>`
    SELECT (SELECT position FROM read_models WHERE table_name = ${table}) AS position, coalesce((
      SELECT jsonb_agg(row) FROM (
        SELECT to_jsonb(t) AS row FROM ${sql(table)} t ${which} ORDER BY ${columns} LIMIT ${rowsPerPage}) page),
      '[]') AS rows`;
  if (page.position === null) throw new Error(`No read model stands in a table called ${table}.`);
  return { position: page.position, rows: page.rows };
}

function keyOf(p: AnyProjection, row: Partial<AnyRow>): Partial<AnyRow> {
  return Object.fromEntries(p.primaryKey.map((column) => [column, row[column]]));
}

function keyText(p: AnyProjection, row: Partial<AnyRow>): string {
  return JSON.stringify(p.primaryKey.map((column) => valueOf(p, column, row[column] ?? null)));
}

/** A value such that two spellings of one instant are the same; to the microsecond, as PostgreSQL keeps it. */
function valueOf(p: AnyProjection, column: string, value: AnyRow[string] | undefined): AnyRow[string] | undefined {
  const type = p.columns[column]?.replace("?", "");
  if (typeof value !== "string" || (type !== "timestamptz" && type !== "date")) return value;
  const belowMs = /\.\d{3}(\d+)/.exec(value)?.[1].padEnd(3, "0") ?? "000";
  return `${Date.parse(value)}.${belowMs}`;
}
