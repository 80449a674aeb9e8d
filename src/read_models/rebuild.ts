import type { Sql } from "postgres";
import type { AnyProjection } from "../../projections/projection.ts";
import type { Log } from "../log/log.ts";
import { beginTable, isBeingBuilt } from "./build_table.ts";
import { tablesOf } from "./registry.ts";
import { projectPage } from "./runner.ts";
import { dropTable } from "./tables.ts";

const pageSize = 5_000;
/** A building table this close to the head is switched in; the runner takes it the rest of the way. */
const closeEnough = 500;

type Rebuild = {
  sql: Sql;
  log: Log;
  projections: readonly AnyProjection[];
  signal: AbortSignal;
  /** Told the position reached, and the head it is heading for. */
  progress?: (position: number, head: number) => void;
};

/**
 * Folds read models from position 0 into new tables beside the ones in use, and switches queries over once they have
 * caught up. Broken off half-way, the next rebuild throws the half-built tables away and begins again.
 */
export async function rebuild({ sql, log, projections, signal, progress }: Rebuild): Promise<void> {
  const builds = await Promise.all(projections.map((p) => beginTable(sql, p)));
  const read = (after: number) => log.read({ after, limit: pageSize });
  let head = await log.head();
  let position = 0;
  let touched = performance.now();
  for (let next = read(0);;) {
    const page = await next;
    if (page.length === 0) break;
    signal.throwIfAborted();
    position = page[page.length - 1].position;
    next = read(position);
    next.catch(() => {}); // awaited by the next turn; folding may throw before that
    for (const build of builds) await build.fold(page);
    progress?.(position, head = Math.max(head, position));
    if (performance.now() - touched > 5_000) {
      touched = performance.now();
      await Promise.all(builds.map((build) => build.touch()));
    }
  }
  for (const build of builds) await build.finish(position);

  const names = new Set(builds.map((build) => build.tableName));
  for (;;) {
    const tables = (await tablesOf(sql, projections)).filter((t) => names.has(t.table_name));
    const events = await log.read({ after: Math.min(...tables.map((t) => t.position)), limit: 1_000 });
    if (events.length > 0) await projectPage(sql, { projections, tables, events });
    if (events.length < closeEnough) break;
    progress?.(events[events.length - 1].position, await log.head());
  }
  for (const name of names) await sql`SELECT switch_read_model(${name})`;
  for (const p of projections) await sql`SELECT point_view(${p.name})`;
}

/** Builds the read models that have no live table in the version this process knows, or waits while another does. */
export async function ensureLive(of: Rebuild): Promise<void> {
  for (;;) {
    of.signal.throwIfAborted();
    const live = (await tablesOf(of.sql, of.projections)).filter((t) => t.state === "live");
    const missing = of.projections.filter((p) => !live.some((t) => t.name === p.name && t.version === p.version));
    if (missing.length === 0) return;
    const mine: AnyProjection[] = [];
    for (const p of missing) if (!await isBeingBuilt(of.sql, p)) mine.push(p);
    if (mine.length > 0) await rebuild({ ...of, projections: mine });
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Drops retired tables, and those of versions that no running process reads any more. For the leader, now and then. */
export async function dropUnused(sql: Sql): Promise<string[]> {
  await sql`DELETE FROM processes WHERE seen_at < now() - interval '60 seconds'`;
  const dropped = await sql<{ table_name: string }[]>`
    DELETE FROM read_models r WHERE state <> 'building' AND changed_at < now() - interval '60 seconds'
      AND (state = 'retired' OR EXISTS (SELECT FROM read_models newer
        WHERE newer.name = r.name AND newer.version > r.version AND newer.state = 'live'))
      AND NOT EXISTS (SELECT FROM processes WHERE r.table_name = ANY (tables))
    RETURNING table_name`;
  for (const { table_name } of dropped) await sql.unsafe(dropTable(table_name)).simple();
  return dropped.map(({ table_name }) => table_name);
}
