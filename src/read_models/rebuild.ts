import type { Sql } from "postgres";
import type { AnyProjection } from "../../projections/projection.ts";
import type { Log } from "../log/log.ts";
import { beginTable, claimTable, type TableBuild } from "./build_table.ts";
import { tablesOf } from "./registry.ts";
import { projectPage } from "./runner.ts";

const pageSize = 5_000;
/** A building table this close to the head is switched in; the runner takes it the rest of the way. */
const closeEnough = 500;
const touchEveryMs = 5_000;
const abandonWithinMs = 2_000;

type Rebuild = {
  sql: Sql;
  log: Log;
  projections: readonly AnyProjection[];
  signal: AbortSignal;
  /** Takes away what is half-built; for those who break a build off by closing `sql`. */
  undoing?: Sql;
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
  await build(of, of.projections, async (p) => {
    const claimed = await claimTable(of.sql, p, true);
    if (claimed === undefined) {
      throw new Error(`${p.name} is being built by another process. Try again when that is done.`);
    }
    return claimed;
  });
}

/** Builds the read models that have no live table in the version this process knows, or waits while another does. */
export async function ensureLive(of: Rebuild): Promise<void> {
  for (;;) {
    of.signal.throwIfAborted();
    const live = (await tablesOf(of.sql, of.projections)).filter((t) => t.state === "live");
    const missing = of.projections.filter((p) => !live.some((t) => t.name === p.name && t.version === p.version));
    if (missing.length === 0) return;
    const built = await build(of, missing, (p) => claimTable(of.sql, p, false));
    if (built === 0) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Builds the tables that are claimed, and switches them in; returns how many. They are gone again if that fails. */
async function build(
  of: Rebuild,
  projections: readonly AnyProjection[],
  claim: (p: AnyProjection) => Promise<string | undefined>,
): Promise<number> {
  const claimed: string[] = [];
  const builds: TableBuild[] = [];
  try {
    for (const p of projections) {
      const tableName = await claim(p);
      if (tableName === undefined) continue;
      claimed.push(tableName);
      builds.push(await beginTable(of.sql, p, tableName));
    }
    if (builds.length > 0) await fill(of, builds);
  } catch (error) {
    await abandon(of, claimed);
    throw error;
  }
  if (builds.length === 0) return 0;
  // housekeeping tries again where the view must wait for its readers
  for (const p of of.projections) await of.sql`SELECT point_view(${p.name})`;
  return builds.length;
}

/** Fills tables from the whole log and switches them in. */
async function fill(of: Rebuild, builds: readonly TableBuild[]): Promise<void> {
  const touching = setInterval(() => builds.forEach((build) => build.touch().catch(() => {})), touchEveryMs);
  try {
    const position = await foldWholeLog(of, builds);
    for (const build of builds) await build.finish(position);
    await catchUp(of, new Set(builds.map((build) => build.tableName)));
    for (const { tableName } of builds) await of.sql`SELECT switch_read_model(${tableName})`;
  } finally {
    clearInterval(touching);
  }
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

/** Takes away those of some tables that are not in use, so that nobody waits for whoever built them. */
async function abandon({ sql, undoing = sql }: Rebuild, tableNames: string[]): Promise<void> {
  const names = sql.json(tableNames);
  const dropping = undoing`
    WITH half AS MATERIALIZED (
      SELECT table_name FROM read_models
      WHERE state = 'building' AND table_name IN (SELECT jsonb_array_elements_text(${names})) FOR UPDATE
    ) SELECT drop_read_model(table_name) FROM half`;
  const late = new Promise((resolve) => AbortSignal.timeout(abandonWithinMs).addEventListener("abort", resolve));
  await Promise.race([dropping, late]).catch(() => {});
}

/** Drops retired tables, and those of versions that no running process reads any more. For the leader, now and then. */
export async function dropUnused(sql: Sql): Promise<string[]> {
  const dropped = await sql<{ name: string }[]>`SELECT drop_unused_read_models() AS name`;
  return dropped.map(({ name }) => name);
}
