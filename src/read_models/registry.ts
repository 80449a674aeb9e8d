import type { Sql } from "postgres";
import type { AnyProjection, Reader } from "../../projections/projection.ts";
import { makeReached } from "./reached.ts";

/** A table that holds a read model, and how far along the log it is. */
export type ReadModelTable = {
  table_name: string;
  name: string;
  version: number;
  state: "building" | "live" | "retired";
  position: number;
};

/** The tables of these projections in the versions that this process knows. */
export async function tablesOf(sql: Sql, projections: readonly AnyProjection[]): Promise<ReadModelTable[]> {
  const known = new Set(projections.map((p) => `${p.name} ${p.version}`));
  const all = await sql<ReadModelTable[]>`SELECT table_name, name, version, state, position FROM read_models`;
  return all.filter((t) => known.has(`${t.name} ${t.version}`));
}

/**
 * Which table each projection's queries read now, and how far every table has come. Kept fresh by notifications; waits
 * for a position on behalf of commands that want to read what they wrote.
 */
export type Registry = Reader & {
  /** The live table's name. */
  tableName(p: AnyProjection): string;
  /** Resolves true once the live tables of all these have folded the position, false after `timeoutMs`. */
  seen(projections: readonly AnyProjection[], position: number, timeoutMs: number): Promise<boolean>;
  /** Takes note of checkpoints just written; called by the runner of this process, and by notifications. */
  advanced(positions: Record<string, number>): void;
  /** Reads the registry again. */
  refresh(): Promise<void>;
  close(): Promise<void>;
};

/** How often a process says which tables it reads; after a minute of silence they may be dropped. */
const announceEveryMs = 10_000;

/** Opens the registry on a database whose live tables exist. */
export async function openRegistry(sql: Sql, projections: readonly AnyProjection[]): Promise<Registry> {
  let live = new Map<string, ReadModelTable>();
  const processId = crypto.randomUUID();

  const refresh = oneAtATime(async () => {
    const tables = await tablesOf(sql, projections);
    live = new Map(tables.filter((t) => t.state === "live").map((t) => [`${t.name} ${t.version}`, t]));
    reached.advanced(Object.fromEntries(tables.map((t) => [t.table_name, t.position])));
  });
  const reached = makeReached(refresh);

  function tableName(p: AnyProjection): string {
    const table = live.get(`${p.name} ${p.version}`);
    if (!table) throw new Error(`No live table holds ${p.name} version ${p.version}.`);
    return table.table_name;
  }

  async function announce(): Promise<void> {
    await refresh();
    await sql`
      INSERT INTO processes (id, tables) VALUES (${processId}, ARRAY(
        SELECT jsonb_array_elements_text(${sql.json([...live.values()].map((t) => t.table_name))})))
      ON CONFLICT (id) DO UPDATE SET tables = EXCLUDED.tables, seen_at = now()`;
  }

  await announce();
  const announcing = setInterval(() => void announce().catch(() => {}), announceEveryMs);
  const listening = await sql.listen("read_models", (payload) => {
    const positions: Record<string, number> = JSON.parse(payload);
    if (Object.keys(positions).length === 0) refresh().catch(() => {});
    else reached.advanced(positions);
  }, () => {
    // a database that crashed may have lost the last of what it folded
    reached.clear();
    refresh().catch(() => {});
  });

  return {
    sql,
    table: (p) => sql`${sql(tableName(p))}`,
    position: (p) => sql`(SELECT position FROM read_models WHERE table_name = ${tableName(p)})`,
    tableName,
    seen: (of, position, timeoutMs) => reached.until(() => of.map(tableName), position, timeoutMs),
    advanced: reached.advanced,
    refresh,
    async close() {
      clearInterval(announcing);
      // where the database is away nobody listens, and the entry goes by itself after a minute
      await listening.unlisten().catch(() => {});
      await sql`DELETE FROM processes WHERE id = ${processId}`.catch(() => {});
    },
  };
}

/** Runs one look at a time, and another if somebody asked meanwhile: an older answer must not come last. */
function oneAtATime(look: () => Promise<void>): () => Promise<void> {
  let looking: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  return function again(): Promise<void> {
    if (!looking) return looking = look().finally(() => looking = undefined);
    return next ??= looking.catch(() => {}).then(() => {
      next = undefined;
      return again();
    });
  };
}
