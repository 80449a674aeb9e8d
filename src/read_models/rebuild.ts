import type { Sql } from "postgres";
import type { AnyProjection } from "../../projections/projection.ts";
import type { Log } from "../log/log.ts";
import { beginTable, type TableBuild } from "./build_table.ts";
import { tablesOf } from "./registry.ts";
import { projectPage } from "./runner.ts";

const pageSize = 5_000;
/** A building table this close to the head is switched in; the runner takes it the rest of the way. */
const closeEnough = 500;
const touchEveryMs = 5_000;

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
 *
 * @throws when another process is building one of them
 */
export async function rebuild(of: Rebuild): Promise<void> {
  const builds: TableBuild[] = [];
  for (const p of of.projections) {
    const build = await beginTable(of.sql, p, true);
    if (!build) {
      await abandon(of.sql, builds);
      throw new Error(`${p.name} is being built by another process. Try again when that is done.`);
    }
    builds.push(build);
  }
  await fill(of, builds);
}

/** Builds the read models that have no live table in the version this process knows, or waits while another does. */
export async function ensureLive(of: Rebuild): Promise<void> {
  for (;;) {
    of.signal.throwIfAborted();
    const live = (await tablesOf(of.sql, of.projections)).filter((t) => t.state === "live");
    const missing = of.projections.filter((p) => !live.some((t) => t.name === p.name && t.version === p.version));
    if (missing.length === 0) return;
    const builds: TableBuild[] = [];
    for (const p of missing) {
      const build = await beginTable(of.sql, p, false);
      if (build) builds.push(build);
    }
    if (builds.length > 0) await fill(of, builds);
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Fills tables from the whole log and switches them in; they are gone again if that fails. */
async function fill(of: Rebuild, builds: readonly TableBuild[]): Promise<void> {
  const touching = setInterval(() => builds.forEach((build) => build.touch().catch(() => {})), touchEveryMs);
  try {
    const position = await foldWholeLog(of, builds);
    for (const build of builds) await build.finish(position);
    await catchUp(of, new Set(builds.map((build) => build.tableName)));
  } catch (error) {
    await abandon(of.sql, builds);
    throw error;
  } finally {
    clearInterval(touching);
  }
  for (const { tableName } of builds) await of.sql`SELECT switch_read_model(${tableName})`;
  // housekeeping tries again where the view must wait for its readers
  for (const p of of.projections) await of.sql`SELECT point_view(${p.name})`;
}

/** Folds every event there is; returns the last one's position. */
async function foldWholeLog({ log, signal, progress }: Rebuild, builds: readonly TableBuild[]): Promise<number> {
  const read = (after: number) => log.read({ after, limit: pageSize });
  let head = await log.head();
  let position = 0;
  for (let next = read(0);;) {
    const page = await next;
    if (page.length === 0) return position;
    signal.throwIfAborted();
    position = page[page.length - 1].position;
    next = read(position);
    next.catch(() => {}); // awaited by the next turn; folding may throw before that
    for (const build of builds) await build.fold(page);
    progress?.(position, head = Math.max(head, position));
  }
}

/** Folds what was appended meanwhile, until little is left. */
async function catchUp({ sql, log, projections, progress }: Rebuild, names: ReadonlySet<string>): Promise<void> {
  for (;;) {
    const tables = (await tablesOf(sql, projections)).filter((t) => names.has(t.table_name));
    const events = await log.read({ after: Math.min(...tables.map((t) => t.position)), limit: 1_000 });
    if (events.length > 0) await projectPage(sql, { projections, tables, events });
    if (events.length < closeEnough) return;
    progress?.(events[events.length - 1].position, await log.head());
  }
}

async function abandon(sql: Sql, builds: readonly TableBuild[]): Promise<void> {
  for (const { tableName } of builds) await sql`SELECT drop_read_model(${tableName})`.catch(() => {});
}

/** Drops retired tables, and those of versions that no running process reads any more. For the leader, now and then. */
export async function dropUnused(sql: Sql): Promise<string[]> {
  const dropped = await sql<{ name: string }[]>`SELECT drop_unused_read_models() AS name`;
  return dropped.map(({ name }) => name);
}
