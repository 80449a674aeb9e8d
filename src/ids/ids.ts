import type { Sql } from "postgres";

/** What integer ids are handed out for; each has a sequence of its own. */
export type IdKind = "user" | "match" | "call" | "rating" | "gem_entry";

const blockSize = 100;
/** More than one decision ever takes. */
const enough = 8;

/** Integer ids from the database's sequences, known before the append so that tags can name them. */
export type Ids = {
  /** Makes sure that `take` has ids of these kinds at hand. */
  ready(kinds: readonly IdKind[]): Promise<void>;
  /** The next id. Never given twice, also across processes; gaps are normal. */
  take(kind: IdKind): number;
};

/** Takes ids from the sequences, a block of 100 at a time. */
export function openIds(sql: Sql): Ids {
  const free = new Map<IdKind, number[]>();
  const loading = new Map<IdKind, Promise<void>>();

  async function load(kind: IdKind): Promise<void> {
    const [{ first }] = await sql<{ first: number }[]>`SELECT nextval(${`${kind}_ids`}::regclass) AS first`;
    const block = Array.from({ length: blockSize }, (_, n) => first + n);
    free.set(kind, [...(free.get(kind) ?? []), ...block]);
  }

  return {
    async ready(kinds) {
      for (const kind of kinds) {
        while ((free.get(kind)?.length ?? 0) < enough) {
          const wait = loading.get(kind) ?? load(kind).finally(() => loading.delete(kind));
          loading.set(kind, wait);
          await wait;
        }
      }
    },
    take(kind) {
      const next = free.get(kind)?.shift();
      if (next === undefined) throw new Error(`No ${kind} id at hand: the command must name the kind in its ids.`);
      return next;
    },
  };
}
