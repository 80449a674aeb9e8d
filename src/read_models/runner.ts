import { createHash } from "node:crypto";
import type { Sql } from "postgres";
import type { Event } from "../../events/vocabulary.ts";
import { type AnyProjection, type AnyRow, takes } from "../../projections/projection.ts";
import type { Lead } from "../leaders/leadership.ts";
import type { Fence, Log } from "../log/log.ts";
import { type Changes, type Load, tableFold } from "./fold.ts";
import { type ReadModelTable, tablesOf } from "./registry.ts";
import { selectByKeys } from "./tables.ts";

/** Reads a table's rows by the values of some columns. */
export function loadFrom(sql: Sql, p: AnyProjection, tableName: string): Load {
  return async (columns, keys) => {
    const found = await sql.unsafe<{ row: AnyRow }[]>(
      selectByKeys(p, tableName, columns),
      [sql.json(keys)],
      { prepare: true },
    );
    return found.map(({ row }) => row);
  };
}

/** What running the projections needs. */
export type Running = {
  sql: Sql;
  log: Log;
  projections: readonly AnyProjection[];
  fence: Fence;
  signal: AbortSignal;
  /** Told the checkpoints just written, by table. */
  advanced: (positions: Record<string, number>) => void;
};

/** What one table gains from a page of events. */
type Step = { table: ReadModelTable; to: number; changes: Changes };

/**
 * Folds a page of events into the tables that have not seen it, and writes what changed, with the checkpoints, in one
 * call. Returns the new checkpoints, or undefined when another leader has taken over.
 */
export async function projectPage(sql: Sql, of: {
  projections: readonly AnyProjection[];
  tables: readonly ReadModelTable[];
  events: readonly Event[];
  fence?: Fence;
}): Promise<Record<string, number> | undefined> {
  const to = of.events[of.events.length - 1].position;
  const steps = await Promise.all(
    of.tables.filter((table) => table.position < to).map(async (table): Promise<Step> => {
      const p = of.projections.find((known) => known.name === table.name && known.version === table.version);
      if (!p) throw new Error(`Nothing here folds ${table.table_name}.`);
      const fold = tableFold(p);
      const fresh = of.events.filter((event) => event.position > table.position && takes(p, event));
      if (fresh.length > 0) await fold.fold(fresh, loadFrom(sql, p, table.table_name));
      return { table, to, changes: fold.takeChanges() };
    }),
  );
  if (steps.length === 0) return {};
  const [{ written }] = await sql<{ written: boolean }[]>`
    SELECT project(${of.fence?.lease ?? null}, ${of.fence?.epoch ?? null}, ${sql.json(steps.map(asJson))}) AS written`;
  if (!written) return undefined;
  for (const { table } of steps) table.position = to;
  return Object.fromEntries(steps.map(({ table }) => [table.table_name, to]));
}

function asJson({ table, to, changes }: Step) {
  const upserts = [...changes.inserts, ...changes.updates];
  return {
    table_name: table.table_name,
    from_position: table.position,
    to_position: to,
    ...(upserts.length > 0 ? { upserts } : {}),
    ...(changes.deletes.length > 0 ? { deletes: changes.deletes } : {}),
  };
}

/** Runs the projections whenever no other process of the same versions does. Resolves once the process stops. */
export function keepProjecting(of: Omit<Running, "fence" | "signal"> & { lead: Lead }): Promise<void> {
  // processes of another version keep tables of their own; where they share one, the checkpoint decides
  const versions = of.projections.map((p) => `${p.name}_v${p.version}`).sort().join();
  const name = `projections ${createHash("sha256").update(versions).digest("hex").slice(0, 16)}`;
  return of.lead(name, (fence, signal) => runProjections({ ...of, fence, signal }));
}

/**
 * Keeps the read models up with the log for as long as this process leads. Ends when `signal` aborts, another has
 * taken over or the tables have changed; throws when a checkpoint was moved by somebody else. It is then called again.
 */
async function runProjections(of: Running): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([of.signal, stop.signal]);
  let listened = false;
  // a table was switched in, or might have been while the connection was away: begin again from where the tables stand
  const listening = await of.sql.listen("read_models", (payload) => {
    if (payload === "{}") stop.abort();
  }, () => {
    if (listened) stop.abort();
    listened = true;
  });
  try {
    const tables = (await tablesOf(of.sql, of.projections)).filter((t) => t.state !== "building");
    await of.log.subscribe(Math.min(...tables.map((t) => t.position)), async (events) => {
      const positions = await projectPage(of.sql, { projections: of.projections, tables, events, fence: of.fence });
      if (positions) of.advanced(positions);
      else stop.abort();
    }, signal);
  } finally {
    await listening.unlisten();
  }
}
