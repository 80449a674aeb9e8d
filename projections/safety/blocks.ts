import { tag } from "../../events/event.ts";
import { lookIn, type Looks } from "../accounts/looks.ts";
import { pairs } from "./pairs.ts";
import { type Fragment, projection, type Reader } from "../projection.ts";
import { users } from "../accounts/users.ts";

/** Who wants nothing to do with whom. A block that was taken back has no row. */
export const blocks = projection({
  name: "blocks",
  version: 2,
  columns: {
    id: "bigint",
    blocker_id: "bigint",
    blocked_id: "bigint",
    /** By what the blocker named the other: match · call · chat · user, and its id. */
    met_kind: "text",
    met_id: "bigint",
    created_at: "timestamptz",
    /** Its position in the log. */
    position: "bigint",
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
      position: event.position,
    },
});

export type Block = NonNullable<ReturnType<typeof blocks.evolve>>;

/**
 * Inside a query: the position of the first block that keeps two people apart, or null. Pass the smaller id first.
 */
export function blockedSince(
  { sql, table }: Pick<Reader, "sql" | "table">,
  [smaller, larger]: readonly [Fragment, Fragment],
): Fragment {
  return sql`(SELECT min(k.position) FROM ${table(pairs)} two
    JOIN ${table(blocks)} k ON k.id IN (two.user1_block_id, two.user2_block_id)
    WHERE two.user1_id = ${smaller} AND two.user2_id = ${larger})`;
}

/** A block, and the name the blocked person used at that time where the two met; see `shownName`. */
export type NamedBlock = Block & { username: string | null; is_erased: boolean };

/** By what name the other of a meeting is called. `metIn`, inside a query: the app in which the two met. */
export type Naming = { looks: Looks; metIn(met: { kind: Fragment; id: Fragment }): Fragment };

/** The blocks that a person made, newest first: at most `limit`, older than block `before`, where they are given. */
export async function blocksOf(
  reader: Reader,
  { looks, metIn }: Naming,
  of: { userId: number; before?: number; limit?: number },
): Promise<NamedBlock[]> {
  const { sql, table } = reader;
  const two = [sql`least(b.blocker_id, b.blocked_id)`, sql`greatest(b.blocker_id, b.blocked_id)`] as const;
  const blocked = { app: sql`met.app`, userId: sql`b.blocked_id`, since: sql`apart.since` };
  const found = await sql<{ row: Block; username: string | null; is_erased: boolean }[]>`
    SELECT to_jsonb(b) AS row, u.erased_at IS NOT NULL AS is_erased, look.name AS username
    FROM ${table(blocks)} b
    CROSS JOIN LATERAL (SELECT ${blockedSince(reader, two)} AS since) apart
    CROSS JOIN LATERAL (SELECT ${metIn({ kind: sql`b.met_kind`, id: sql`b.met_id` })} AS app) met
    LEFT JOIN LATERAL (${lookIn(reader, looks, blocked)}) look ON true
    LEFT JOIN ${table(users)} u ON u.id = b.blocked_id
    WHERE b.blocker_id = ${of.userId} ${of.before === undefined ? sql`` : sql`AND b.id < ${of.before}`}
    ORDER BY b.id DESC LIMIT ${of.limit ?? null}`;
  return found.map(({ row, ...name }) => ({ ...row, ...name }));
}
