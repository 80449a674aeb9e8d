import type { PendingQuery, Row, Sql } from "postgres";
import type { Event, EventOf, EventType } from "../events/vocabulary.ts";

/** PostgreSQL types a read model's column may have. */
export type ColumnType = "bigint" | "integer" | "text" | "boolean" | "date" | "timestamptz" | "double precision";

type Value<T extends ColumnType> = T extends "bigint" | "integer" | "double precision" ? number
  : T extends "boolean" ? boolean
  : string;

/** Column name → type; a trailing `?` on the type lets it be null. */
export type Columns = Record<string, ColumnType | `${ColumnType}?`>;

/** A row as `evolve` sees it. Dates and times are strings (RFC 3339). */
export type RowOf<C extends Columns> = {
  [K in keyof C]: C[K] extends `${infer T extends ColumnType}?` ? Value<T> | null
    : C[K] extends ColumnType ? Value<C[K]>
    : never;
};

/** Rows an event touches: one by its whole primary key, or all that hold a value in one indexed column. */
export type Key<C extends Columns> = Partial<RowOf<C>>;

/** A read model: one table derived from the log, that can be thrown away and folded again. */
export type Projection<
  C extends Columns = Columns,
  T extends EventType = EventType,
  K extends readonly Key<C>[] = Key<C>[],
> = {
  /** The view analysts query; the table is called by name and version. */
  name: string;
  /** Raised with every change of columns, keys or evolve: a new table is then built beside the old. */
  version: number;
  columns: C;
  primaryKey: readonly (keyof C & string)[];
  /** Further indexed columns, each list one index. */
  indexes: readonly (readonly (keyof C & string)[])[];
  types: readonly T[];
  /**
   * The tag that every event touching the row of a primary key carries. With it a decision takes the row as it stands
   * and folds only what is newer, however long its history.
   */
  tag?(key: Partial<AnyRow>): string;
  keys(event: EventOf<T>): K;
  /** @param key the one of `keys` by which the event touches this row */
  evolve(row: RowOf<C> | undefined, event: EventOf<T>, key: K[number]): RowOf<C> | undefined;
};

/** A row of some read model. */
export type AnyRow = Record<string, string | number | boolean | null>;

/** Any projection, whatever its columns; what the runner works with. */
export type AnyProjection = {
  name: string;
  version: number;
  columns: Columns;
  primaryKey: readonly string[];
  indexes: readonly (readonly string[])[];
  types: readonly EventType[];
  tag?(key: Partial<AnyRow>): string;
  keys(event: Event): Partial<AnyRow>[];
  evolve(row: AnyRow | undefined, event: Event, key: Partial<AnyRow>): AnyRow | undefined;
};

/**
 * Defines a read model. `keys` and `evolve` are pure and see only the event, the key and the row, so the same table
 * comes out however the log is cut into batches.
 */
export function projection<const C extends Columns, const T extends EventType, K extends readonly Key<C>[]>(
  of: Omit<Projection<C, T, K>, "indexes"> & { indexes?: Projection<C, T>["indexes"] },
): Projection<C, T, K> {
  return { ...of, indexes: of.indexes ?? [] };
}

/** Whether a projection takes an event. */
export function takes(p: AnyProjection, event: Event): boolean {
  return p.types.includes(event.type);
}

/** A piece of a statement. */
export type Fragment = PendingQuery<Row[]>;

/** What queries read with: a connection, and the table that now holds a read model. */
export type Reader = {
  sql: Sql;
  /** For use inside a statement: `sql`SELECT … FROM ${table(users)}``. */
  table(p: AnyProjection): Fragment;
  /** A read model's position, for use inside the statement that reads it: both are of one snapshot. */
  position(p: AnyProjection): Fragment;
};
