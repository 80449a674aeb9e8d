import type { Event, EventType } from "../events/vocabulary.ts";
import type { AnyProjection, AnyRow, Columns, Fragment, Projection, RowOf } from "../projections/projection.ts";
import type { Guard, Log, Query } from "./log/log.ts";
import type { Registry } from "./read_models/registry.ts";

/** A piece of state that a decision reads: some events of the log, folded. */
export type Fold<S> = {
  types: readonly EventType[];
  tag: string;
  initial: S;
  evolve(state: S, event: Event): S;
  /** Where it stands ready up to a position: only newer events are read then. */
  row?: { projection: AnyProjection; key: AnyRow };
};

/** Named folds, as a slice's `reads` gives them. */
export type Folds<S> = { [K in keyof S]: Fold<S[K]> };

/** The row of a read model as a fold: a decision costs the same however long the row's history is. */
export function row<C extends Columns, T extends EventType>(
  projection: Projection<C, T>,
  key: Partial<RowOf<C>>,
): Fold<RowOf<C> | undefined> {
  const p: AnyProjection = projection;
  if (!p.tag) throw new Error(`${p.name} has no tag that all events of a row carry.`);
  const wanted = Object.entries(key);
  return {
    types: p.types,
    tag: p.tag(key as AnyRow),
    initial: undefined,
    evolve: (state, event) =>
      p.keys(event).some((touched) => wanted.every(([column, value]) => touched[column] === value))
        ? p.evolve(state, event) as RowOf<C> | undefined
        : state,
    row: { projection: p, key: key as AnyRow },
  };
}

/** Folds read at some position each: the states, and the guards that hold them. */
export type Loaded<S> = { state: S; guards: Guard[] };

/** Whether a fold takes an event. */
export function concerns(fold: Fold<unknown>, event: { type: string; tags: readonly string[] }): boolean {
  return event.tags.includes(fold.tag) && (fold.types as readonly string[]).includes(event.type);
}

/** Reads folds as they are now: rows and head of the log in one statement, then only the events since. */
export async function load<S>(log: Log, registry: Registry, folds: Folds<S>): Promise<Loaded<S>> {
  const names = Object.keys(folds) as (keyof S & string)[];
  const rows = await readRows(registry, names.flatMap((name) => folds[name].row ? [{ name, ...folds[name].row }] : []));
  // what is read from here on is at least as new: a guard from there has little to look through
  const head = rows.values().next().value?.head ?? await log.head();
  const state: Partial<S> = {};
  const guards: Guard[] = [];
  await Promise.all(names.map(async (name) => {
    const fold = folds[name];
    const ready = rows.get(name);
    const query: Query = { any: [{ types: fold.types, tags: [fold.tag] }] };
    let after = ready?.position ?? 0;
    let folded = (ready ? ready.row ?? fold.initial : fold.initial) as S[typeof name];
    if (!ready || ready.head > after) {
      for (const event of await readAll(log, query, after)) {
        folded = fold.evolve(folded, event);
        after = event.position;
      }
    }
    state[name] = folded;
    guards.push({ ...query, after: Math.max(after, head) });
  }));
  return { state: state as S, guards };
}

/** Every event of a query after a position, in order. */
export async function readAll(log: Log, query: Query, after: number): Promise<Event[]> {
  const limit = 1_000;
  const events: Event[] = [];
  for (;;) {
    const page = await log.read({ after, limit, query });
    events.push(...page);
    if (page.length < limit) return events;
    after = page[page.length - 1].position;
  }
}

type ReadyRow = { name: string; position: number; head: number; row: AnyRow | null };

async function readRows(
  { sql, table, position }: Registry,
  wanted: { name: string; projection: AnyProjection; key: AnyRow }[],
): Promise<Map<string, ReadyRow>> {
  if (wanted.length === 0) return new Map();
  const parts = wanted.map(({ name, projection, key }): Fragment => {
    const where = Object.entries(key).map(([column, value]) => sql`${sql(column)} = ${value}`)
      .reduce((all, one) => sql`${all} AND ${one}`);
    return sql`
      SELECT ${name}::text AS name, ${position(projection)} AS position,
        coalesce((SELECT last_position FROM log_batches ORDER BY last_position DESC LIMIT 1), 0) AS head,
        (SELECT to_jsonb(t) FROM ${table(projection)} t WHERE ${where}) AS row`;
  });
  const found = await sql<ReadyRow[]>`${parts.reduce((all, one) => sql`${all} UNION ALL ${one}`)}`;
  return new Map(found.map((ready) => [ready.name, ready]));
}

/** The read models that events of these types touch. */
export function touchedBy(projections: readonly AnyProjection[], events: readonly { type: string }[]): AnyProjection[] {
  const types = new Set(events.map((event) => event.type));
  return projections.filter((p) => p.types.some((type) => types.has(type)));
}
