import type { Sql } from "postgres";

/**
 * Kinds of integer ids, each with a sequence of its own, and the fields of events that hold one. Each app adds its own to
 * this interface.
 */
// deno-lint-ignore no-empty-interface
export interface IdKinds {}

/** What integer ids are handed out for. */
export type IdKind = keyof IdKinds & string;

/** Kinds of ids, and the field or fields of events that hold one. */
export type IdFields = Readonly<Record<string, string | readonly string[]>>;

/** The fields of events that hold ids of a kind. */
export const fieldsOf = (of: IdFields, kind: string): readonly string[] => [of[kind] ?? []].flat();

const blockSize = 100;
/** The most ids of one kind that one decision takes. */
const atMost = 2;

/** Ids set aside for one decision; those it did not take go back at the end of the scope. */
export type ReservedIds = Disposable & {
  /** The next id of a kind that was asked for. */
  take(kind: IdKind): number;
};

/** Integer ids from the database's sequences, known before the append so that tags can name them. */
export type Ids = {
  /** Sets two ids of each kind aside. No id is given twice, also across processes; gaps are normal. */
  reserve(kinds: readonly IdKind[]): Promise<ReservedIds>;
};

/** Makes the sequences that are not there yet. */
export async function ensureSequences(sql: Sql, kinds: readonly string[]): Promise<void> {
  const [{ missing }] = await sql<{ missing: string[] | null }[]>`
    SELECT jsonb_agg(kind) AS missing FROM jsonb_array_elements_text(${sql.json([...kinds])}) AS kinds(kind)
    WHERE to_regclass(kind || '_ids') IS NULL`;
  // two processes at once: the later one finds what the first made
  for (const kind of missing ?? []) {
    await sql`CREATE SEQUENCE IF NOT EXISTS ${sql(`${kind}_ids`)} INCREMENT BY ${sql.unsafe(String(blockSize))}`;
  }
}

/** Takes ids from the sequences, a block of 100 at a time. */
export function openIds(sql: Sql): Ids {
  const free = new Map<IdKind, number[]>();
  const loading = new Map<IdKind, Promise<void>>();
  const freeOf = (kind: IdKind) => free.get(kind) ?? [];

  async function load(kind: IdKind): Promise<void> {
    const [{ first }] = await sql<{ first: number }[]>`SELECT nextval(${`${kind}_ids`}::regclass) AS first`;
    free.set(kind, [...freeOf(kind), ...Array.from({ length: blockSize }, (_, n) => first + n)]);
  }

  async function setAside(kind: IdKind): Promise<[IdKind, number[]]> {
    while (freeOf(kind).length < atMost) {
      const wait = loading.get(kind) ?? load(kind).finally(() => loading.delete(kind));
      loading.set(kind, wait);
      await wait;
    }
    return [kind, freeOf(kind).splice(0, atMost)];
  }

  return {
    async reserve(kinds) {
      const reserved = new Map(await Promise.all(kinds.map(setAside)));
      return {
        take(kind) {
          const next = reserved.get(kind)?.shift();
          if (next === undefined) throw new Error(`No ${kind} id was set aside, or more than ${atMost} are taken.`);
          return next;
        },
        [Symbol.dispose]() {
          for (const [kind, ids] of reserved) freeOf(kind).unshift(...ids.splice(0));
        },
      };
    },
  };
}
