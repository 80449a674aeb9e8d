import { tag } from "../../events/event.ts";
import { type Fragment, projection, type Reader } from "../projection.ts";

/** What there was between two people: when they were last shown each other, and who blocked whom. No row: nothing. */
export const pairs = projection({
  name: "pairs",
  version: 1,
  columns: {
    /** The smaller id. */
    user1_id: "bigint",
    user2_id: "bigint",
    last_offered_at: "timestamptz?",
    /** The block in force that each made. */
    user1_block_id: "bigint?",
    user2_block_id: "bigint?",
  },
  primaryKey: ["user1_id", "user2_id"],
  types: ["MatchOffered", "PersonBlocked", "PersonUnblocked"],
  tag: (key) => tag.pair([Number(key.user1_id), Number(key.user2_id)]),
  keys: (event) => [
    keyOf(event.type === "MatchOffered" ? event.data.userIds : [event.data.blockerId, event.data.blockedId]),
  ],
  evolve: (before, event) => {
    if (event.type === "MatchOffered") {
      return { ...before ?? nothing(event.data.userIds), last_offered_at: event.data.offeredAt };
    }
    const { blockId, blockerId, blockedId } = event.data;
    const row = before ?? nothing([blockerId, blockedId]);
    const column = blockerId === row.user1_id ? "user1_block_id" : "user2_block_id";
    if (event.type === "PersonBlocked") return { ...row, [column]: blockId };
    return row[column] === blockId ? { ...row, [column]: null } : row;
  },
});

export type Pair = NonNullable<ReturnType<typeof pairs.evolve>>;

/** Two people in either order as the key of their row. */
export function keyOf([a, b]: readonly [number, number]): { user1_id: number; user2_id: number } {
  return { user1_id: Math.min(a, b), user2_id: Math.max(a, b) };
}

function nothing(people: readonly [number, number]) {
  return { ...keyOf(people), last_offered_at: null, user1_block_id: null, user2_block_id: null };
}

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
