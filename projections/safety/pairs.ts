import { tag } from "../../events/event.ts";
import { type Fragment, projection, type Reader } from "../projection.ts";
import { pairKey } from "../two.ts";

/** Who of two people blocked whom. No row: nobody ever did. */
export const pairs = projection({
  name: "pairs",
  version: 2,
  columns: {
    /** The smaller id. */
    user1_id: "bigint",
    user2_id: "bigint",
    /** The block in force that each made. */
    user1_block_id: "bigint?",
    user2_block_id: "bigint?",
  },
  primaryKey: ["user1_id", "user2_id"],
  types: ["PersonBlocked", "PersonUnblocked"],
  tag: (key) => tag.pair([Number(key.user1_id), Number(key.user2_id)]),
  keys: ({ data: { blockerId, blockedId } }) => [pairKey([blockerId, blockedId])],
  evolve: (before, event) => {
    const { blockId, blockerId, blockedId } = event.data;
    const row = before ?? { ...pairKey([blockerId, blockedId]), user1_block_id: null, user2_block_id: null };
    const column = blockerId === row.user1_id ? "user1_block_id" : "user2_block_id";
    if (event.type === "PersonBlocked") return { ...row, [column]: blockId };
    return row[column] === blockId ? { ...row, [column]: null } : row;
  },
});

export type Pair = NonNullable<ReturnType<typeof pairs.evolve>>;

/** The block that one of the two made and that is in force. */
export function blockBy(pair: Pair | undefined, userId: number): number | null {
  if (!pair) return null;
  return userId === pair.user1_id ? pair.user1_block_id : pair.user2_block_id;
}

/** Whether either of the two has blocked the other. */
export function isBlocked(pair: Pair | undefined): boolean {
  return pair !== undefined && (pair.user1_block_id !== null || pair.user2_block_id !== null);
}

/** A condition inside a query: a block keeps two people apart, the one with the smaller id and the other. */
export function blockBetween(
  { sql, table }: Pick<Reader, "sql" | "table">,
  [smaller, larger]: readonly [Fragment, Fragment],
): Fragment {
  // OFFSET 0: one look into the index for each row, never a walk through the whole table
  return sql`EXISTS (SELECT FROM ${table(pairs)} b WHERE b.user1_id = ${smaller} AND b.user2_id = ${larger}
    AND (b.user1_block_id IS NOT NULL OR b.user2_block_id IS NOT NULL) OFFSET 0)`;
}
