import type { Event, EventType } from "../../events/vocabulary.ts";
import type { AnyProjection, AnyRow, Columns, Fragment, Projection, RowOf } from "../../projections/projection.ts";
import { gather } from "./gather.ts";
import type { Guard, Log, Query } from "../log/log.ts";
import type { Registry } from "../read_models/registry.ts";
import { declared } from "../read_models/tables.ts";

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
    evolve: (state, event) => {
      const touched = p.keys(event).find((touched) => isTouched(touched, wanted, state));
      return touched ? p.evolve(state, event, touched) as RowOf<C> | undefined : state;
    },
    row: { projection: p, key: key as AnyRow },
  };
}

/** Whether a key of an event names a row: by its id, or as one of all rows with a value in some column. */
function isTouched(touched: Partial<AnyRow>, wanted: [string, unknown][], state: Partial<AnyRow> | undefined): boolean {
  if (wanted.every(([column]) => column in touched)) {
    return wanted.every(([column, value]) => touched[column] === value);
  }
  const known: Record<string, unknown> = { ...state, ...Object.fromEntries(wanted) };
  return Object.entries(touched).every(([column, value]) => known[column] === value);
}

/** Folds read at some position each: the states, and the guards that hold them. */
export type Loaded<S> = { state: S; guards: Guard[] };

/** Whether a fold takes an event. */
export function concerns(fold: Fold<unknown>, event: { type: string; tags: readonly string[] }): boolean {
  return event.tags.includes(fold.tag) && (fold.types as readonly string[]).includes(event.type);
}

/** Reads folds as they are now: rows and head of the log in one statement, then only the events since. */
export type Load = <S>(folds: Folds<S>) => Promise<Loaded<S>>;

/** Makes `load` for a process: what many ask for at once is read together. */
export function makeLoad(log: Log, registry: Registry): Load {
  const together = gather((asked: readonly AnyFolds[]) => loadTogether(log, registry, asked), { atOnce: 2, most: 256 });
  return async <S>(folds: Folds<S>) => await together(folds as AnyFolds) as Loaded<S>;
}

/** Reads folds as they are now, for one who asks alone. */
export async function load<S>(log: Log, registry: Registry, folds: Folds<S>): Promise<Loaded<S>> {
  const [loaded] = await loadTogether(log, registry, [folds as AnyFolds]);
  return loaded as Loaded<S>;
}

type AnyFolds = Record<string, Fold<unknown>>;

async function loadTogether(log: Log, registry: Registry, asked: readonly AnyFolds[]): Promise<Loaded<unknown>[]> {
  const all = asked.flatMap((folds) => Object.values(folds));
  const rows = await readRows(registry, all);
  // what is read from here on is at least as new: a guard from there has little to look through
  const head = rows.values().next().value?.head ?? await log.head();
  const newer = await readNewer(log, all.filter((fold) => (rows.get(fold)?.position ?? -1) < head), rows);
  return asked.map((folds) => {
    const state: Record<string, unknown> = {};
    const guards: Guard[] = [];
    for (const [name, fold] of Object.entries(folds)) {
      let folded = rows.get(fold)?.row ?? fold.initial;
      let after = head;
      for (const event of newer.get(fold) ?? []) {
        folded = fold.evolve(folded, event);
        after = Math.max(after, event.position);
      }
      state[name] = folded;
      guards.push({ any: [{ types: fold.types, tags: [fold.tag] }], after });
    }
    return { state, guards };
  });
}

/** What has come to each fold since its row, all in one query where the rows are equally old. */
async function readNewer(
  log: Log,
  folds: readonly Fold<unknown>[],
  rows: ReadonlyMap<Fold<unknown>, ReadyRow>,
): Promise<Map<Fold<unknown>, Event[]>> {
  const newer = new Map<Fold<unknown>, Event[]>();
  const byAge = Map.groupBy(folds, (fold) => rows.get(fold)?.position ?? 0);
  await Promise.all(
    [...byAge].map(async ([after, equallyOld]) => {
      const any = equallyOld.map(({ types, tag }) => ({ types, tags: [tag] }));
      const byTag = new Map<string, Event[]>();
      for (const event of await readAll(log, { any }, after)) {
        for (const tag of event.tags) byTag.set(tag, [...byTag.get(tag) ?? [], event]);
      }
      for (const fold of equallyOld) {
        newer.set(fold, (byTag.get(fold.tag) ?? []).filter((event) => concerns(fold, event)));
      }
    }),
  );
  return newer;
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

type ReadyRow = { position: number; head: number; row: AnyRow | undefined };

/** The rows of those folds that have one: a statement whose text is the same however many they are. */
async function readRows(
  { sql, table, position }: Registry,
  folds: readonly Fold<unknown>[],
): Promise<Map<Fold<unknown>, ReadyRow>> {
  const wanted = folds.flatMap((fold) => fold.row ? [{ fold, ...fold.row }] : []);
  const groups = [...Map.groupBy(wanted, ({ projection, key }) => `${projection.name} ${Object.keys(key)}`)]
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([_name, group]) => group);
  if (groups.length === 0) return new Map();
  const parts = groups.map((group, n): Fragment => {
    const [{ projection, key }] = group;
    const columns = Object.keys(key);
    const keys = sql.json(group.map(({ key }, nth) => ({ nth, ...key })));
    const where = columns.map((column) => sql`t.${sql(column)} = k.${sql(column)}`)
      .reduce((all, one) => sql`${all} AND ${one}`);
    return sql`
      SELECT ${n}::integer AS part, ${position(projection)} AS position,
        coalesce((SELECT last_position FROM log_batches ORDER BY last_position DESC LIMIT 1), 0) AS head,
        (SELECT jsonb_object_agg(k.nth, t.row)
          FROM jsonb_to_recordset(${keys}) AS k(nth integer, ${sql.unsafe(declared(projection, columns))})
          CROSS JOIN LATERAL (SELECT to_jsonb(t) AS row FROM ${
      table(projection)
    } t WHERE ${where} OFFSET 0) t) AS rows`;
  });
  const found = await sql<{ part: number; position: number; head: number; rows: Record<string, AnyRow> | null }[]>`
    ${parts.reduce((all, one) => sql`${all} UNION ALL ${one}`)}`;
  return new Map(
    found.flatMap(({ part, position, head, rows }) =>
      groups[part].map(({ fold }, nth) => [fold, { position, head, row: rows?.[nth] }] as const)
    ),
  );
}

/** The read models that events of these types touch. */
export function touchedBy(projections: readonly AnyProjection[], events: readonly { type: string }[]): AnyProjection[] {
  const types = new Set(events.map((event) => event.type));
  return projections.filter((p) => p.types.some((type) => types.has(type)));
}
