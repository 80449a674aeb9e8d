import type { Event } from "../../events/vocabulary.ts";
import { type AnyProjection, type AnyRow, takes } from "../../projections/projection.ts";

type Key = Partial<AnyRow>;

/** A row's primary key as one string that can be read back. */
function keyString(p: AnyProjection, row: Key): string {
  return p.primaryKey.length === 1
    ? JSON.stringify(row[p.primaryKey[0]])
    : JSON.stringify(p.primaryKey.map((column) => row[column]));
}

function keyRow(p: AnyProjection, key: string): Key {
  const values = p.primaryKey.length === 1 ? [JSON.parse(key)] : JSON.parse(key);
  return Object.fromEntries(p.primaryKey.map((column, n) => [column, values[n]]));
}

/** Reads the rows that hold one of the keys' values in those columns. */
export type Load = (columns: readonly string[], keys: Key[]) => Promise<AnyRow[]>;

/** What folding did to a table: rows it did not hold, rows it held otherwise, and the keys of rows to delete. */
export type Changes = { inserts: AnyRow[]; updates: AnyRow[]; deletes: Key[] };

type Touch = { event: Event; keys: Key[] };

const isWhole = (p: AnyProjection, columns: readonly string[]) =>
  p.primaryKey.every((column) => columns.includes(column));

/** The rows of one table that a run of events touches, folded in memory. */
export type TableFold = {
  /** Folds events in order; loads the rows they touch first. */
  fold(events: readonly Event[], load: Load): Promise<void>;
  /** What has changed since the last call, by primary key; from now on it counts as stored. */
  takeChanges(): Changes;
  /** How many rows are held. */
  size(): number;
  /** Lets go of every row; changes not taken are lost. */
  clear(): void;
};

/**
 * Folds events into one projection's rows. Rows once loaded or made are kept, so that a rebuild from an empty table
 * need not look them up again.
 */
export function tableFold(p: AnyProjection): TableFold {
  const rows = new Map<string, AnyRow | undefined>();
  const stored = new Set<string>();
  const changed = new Set<string>();

  async function loadTouched(touches: readonly Touch[], load: Load): Promise<void> {
    await Promise.all(
      missing(p, rows, touches).map(async ({ columns, keys }) => {
        for (const row of await load(columns, [...keys.values()])) {
          const key = keyString(p, row);
          stored.add(key);
          if (!rows.has(key)) rows.set(key, row);
        }
        if (!isWhole(p, columns)) return;
        for (const key of keys.values()) if (!rows.has(keyString(p, key))) rows.set(keyString(p, key), undefined);
      }),
    );
  }

  function evolveAt(rowKey: string, event: Event, key: Key): void {
    const before = rows.get(rowKey);
    const after = p.evolve(before, event, key);
    if (after === before) return;
    rows.set(rowKey, after);
    changed.add(rowKey);
  }

  return {
    async fold(events, load) {
      const touches: Touch[] = [];
      for (const event of events) if (takes(p, event)) touches.push({ event, keys: p.keys(event) });
      await loadTouched(touches, load);
      for (const { event, keys } of touches) {
        for (const key of keys) for (const rowKey of touched(p, rows, key)) evolveAt(rowKey, event, key);
      }
    },
    takeChanges() {
      const changes: Changes = { inserts: [], updates: [], deletes: [] };
      for (const key of changed) {
        const row = rows.get(key);
        if (row) {
          (stored.has(key) ? changes.updates : changes.inserts).push(row);
          stored.add(key);
        } else if (stored.delete(key)) changes.deletes.push(keyRow(p, key));
      }
      changed.clear();
      return changes;
    },
    size: () => rows.size,
    clear() {
      rows.clear();
      stored.clear();
      changed.clear();
    },
  };
}

type Rows = ReadonlyMap<string, AnyRow | undefined>;

/** What has to be looked up of the keys that events touch, by the columns of the keys. */
function missing(p: AnyProjection, rows: Rows, touches: readonly Touch[]) {
  const wanted = new Map<string, { columns: string[]; keys: Map<string, Key> }>();
  for (const { keys } of touches) {
    for (const key of keys) {
      const columns = Object.keys(key);
      if (isWhole(p, columns) && rows.has(keyString(p, key))) continue;
      const name = columns.join();
      const group = wanted.get(name) ?? { columns, keys: new Map() };
      group.keys.set(columns.map((column) => String(key[column])).join("\u0000"), key);
      wanted.set(name, group);
    }
  }
  return [...wanted.values()];
}

/** The primary keys of the rows that a key means, the whole one or some columns of rows that are held. */
function touched(p: AnyProjection, rows: Rows, key: Key): string[] {
  const columns = Object.keys(key);
  if (isWhole(p, columns)) return [keyString(p, key)];
  const found: string[] = [];
  for (const [rowKey, row] of rows) {
    if (row && columns.every((column) => row[column] === key[column])) found.push(rowKey);
  }
  return found;
}
