import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Sql } from "postgres";
import type { Event } from "../../events/vocabulary.ts";
import { type AnyProjection, type AnyRow, takes } from "../../projections/projection.ts";
import { tableFold } from "./fold.ts";
import { loadFrom } from "./runner.ts";
import * as ddl from "./tables.ts";

/** Rows one table holds in memory before they are written out and let go. */
const rowsHeld = 300_000;
/** A table whose builder has not been heard of for so long was abandoned. */
const abandonedAfterSec = 30;

/** A read model being folded from nothing into a table of its own, beside the one in use. */
export type TableBuild = {
  projection: AnyProjection;
  tableName: string;
  fold(events: readonly Event[]): Promise<void>;
  /** Says that the build goes on. */
  touch(): Promise<void>;
  /** Writes what is left, makes the indexes and sets the checkpoint: events up to `position` are in it. */
  finish(position: number): Promise<void>;
};

/**
 * Claims the building of a read model, and names its table; tables that an earlier build left half-way are thrown away.
 * Undefined when another process is building it, or, unless `again`, when it is live already.
 */
export async function claimTable(sql: Sql, p: AnyProjection, again: boolean): Promise<string | undefined> {
  const [{ claimed }] = await sql<{ claimed: string | null }[]>`
    SELECT claim_read_model(${p.name}, ${p.version}, ${again}, ${abandonedAfterSec}) AS claimed`;
  return claimed ?? undefined;
}

/** Makes the empty table of a claim. */
export async function beginTable(sql: Sql, p: AnyProjection, tableName: string): Promise<TableBuild> {
  await sql.unsafe(`${ddl.createTable(p, tableName)}; ${ddl.createWriter(p, tableName)}`).simple();

  const columns = Object.keys(p.columns);
  const rows = tableFold(p);
  const stored = loadFrom(sql, p, tableName);
  let spilled = false;

  async function spill(): Promise<void> {
    const { inserts, updates, deletes } = rows.takeChanges();
    if (inserts.length > 0) await copyRows(sql, ddl.copyInto(p, tableName), columns, inserts);
    if (!spilled) await sql.unsafe(ddl.createPrimaryKey(p, tableName));
    for (let n = 0; n < updates.length; n += 10_000) {
      await sql.unsafe(`SELECT write_${tableName}($1, NULL)`, [sql.json(updates.slice(n, n + 10_000))]);
    }
    if (deletes.length > 0) await sql.unsafe(`SELECT write_${tableName}('[]', $1)`, [sql.json(deletes)]);
    rows.clear();
    spilled = true;
  }

  return {
    projection: p,
    tableName,
    async fold(events) {
      const taken = events.filter((event) => takes(p, event));
      if (taken.length === 0) return;
      await rows.fold(taken, spilled ? stored : nothingStored);
      if (rows.size() > rowsHeld) await spill();
    },
    async touch() {
      await sql`UPDATE read_models SET changed_at = now() WHERE table_name = ${tableName}`;
    },
    async finish(position) {
      await spill();
      await sql.unsafe(ddl.createIndexes(p, tableName)).simple();
      await sql`UPDATE read_models SET position = ${position}, changed_at = now() WHERE table_name = ${tableName}`;
    },
  };
}

const nothingStored = () => Promise.resolve([]);

async function copyRows(
  sql: Sql,
  statement: string,
  columns: readonly string[],
  rows: readonly AnyRow[],
): Promise<void> {
  function* chunks() {
    for (let n = 0; n < rows.length; n += 2_000) {
      yield rows.slice(n, n + 2_000).map((row) => ddl.copyLine(columns, row)).join("");
    }
  }
  await pipeline(Readable.from(chunks()), await sql.unsafe(statement).writable());
}
