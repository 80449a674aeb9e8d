import { tag } from "../events/event.ts";
import { projection, type Reader } from "./projection.ts";
import { sajuProfiles } from "./saju_profiles.ts";
import { users } from "./users.ts";

/** Who wants nothing to do with whom. A block that was taken back has no row. */
export const blocks = projection({
  name: "blocks",
  version: 1,
  columns: {
    id: "bigint",
    blocker_id: "bigint",
    blocked_id: "bigint",
    /** By what the blocker named the other: match · call · chat · user, and its id. */
    met_kind: "text",
    met_id: "bigint",
    created_at: "timestamptz",
  },
  primaryKey: ["id"],
  indexes: [["blocker_id"], ["blocked_id"]],
  types: ["PersonBlocked", "PersonUnblocked"],
  tag: (key) => tag.block(Number(key.id)),
  keys: (event) => [{ id: event.data.blockId }],
  evolve: (_row, event) =>
    event.type === "PersonUnblocked" ? undefined : {
      id: event.data.blockId,
      blocker_id: event.data.blockerId,
      blocked_id: event.data.blockedId,
      met_kind: event.data.met.kind,
      met_id: event.data.met.id,
      created_at: event.data.blockedAt,
    },
});

export type Block = NonNullable<ReturnType<typeof blocks.evolve>>;

/** A block, and what the other calls themselves now where the two met; null once they are gone. */
export type NamedBlock = Block & { username: string | null };

/** The blocks that a person made, newest first: at most `limit`, older than block `before`, where they are given. */
export async function blocksOf(
  { sql, table }: Reader,
  of: { userId: number; before?: number; limit?: number },
): Promise<NamedBlock[]> {
  const found = await sql<{ row: Block; username: string | null }[]>`
    SELECT to_jsonb(b) AS row, CASE WHEN b.met_kind IN ('match', 'call') THEN u.username ELSE p.name END AS username
    FROM ${table(blocks)} b
    LEFT JOIN ${table(users)} u ON u.id = b.blocked_id
    LEFT JOIN ${table(sajuProfiles)} p ON p.user_id = b.blocked_id
    WHERE b.blocker_id = ${of.userId} ${of.before === undefined ? sql`` : sql`AND b.id < ${of.before}`}
    ORDER BY b.id DESC LIMIT ${of.limit ?? null}`;
  return found.map(({ row, username }) => ({ ...row, username }));
}
