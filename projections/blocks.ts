import { tag } from "../events/event.ts";
import { projection, type Reader } from "./projection.ts";

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

/** The blocks that a person made, newest first. */
export async function blocksOf({ sql, table }: Reader, userId: number): Promise<Block[]> {
  const found = await sql<{ row: Block }[]>`
    SELECT to_jsonb(b) AS row FROM ${table(blocks)} b WHERE blocker_id = ${userId} ORDER BY id DESC`;
  return found.map(({ row }) => row);
}
