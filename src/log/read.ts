import type { Sql } from "postgres";
import type { Query } from "./log.ts";
import type { StoredEvent } from "./codec.ts";

/** Events after a position, in order, at most `limit`. Positions are gapless, so a page of all is a range. */
export async function readPage(sql: Sql, after: number, limit: number): Promise<StoredEvent[]> {
  return await sql<StoredEvent[]>`
    SELECT position, type, version, to_jsonb(tags) AS tags, data, meta, recorded_at FROM events
    WHERE position > ${after} AND position <= ${after + limit} ORDER BY position`;
}

/** Events of a query after a position, in order, each once, at most `limit`. */
export async function readQuery(sql: Sql, query: Query, after: number, limit: number): Promise<StoredEvent[]> {
  if (query.any.length === 0) return [];
  const items = query.any.map(({ tags: [tag, ...more], types }) => sql`
    (SELECT t.position FROM event_tags t
     WHERE t.tag = ${tag} AND t.position > ${after}
     ${types ? sql`AND t.type IN ${sql([...types])}` : sql``}
     ${more.reduce((all, other) => sql`${all} AND EXISTS (
       SELECT FROM event_tags o WHERE o.tag = ${other} AND o.position = t.position)`, sql``)}
     ORDER BY t.position LIMIT ${limit})`);
  const positions = items.reduce((all, one) => sql`${all} UNION ${one}`);
  return await sql<StoredEvent[]>`
    SELECT e.position, e.type, e.version, to_jsonb(e.tags) AS tags, e.data, e.meta, e.recorded_at
    FROM (SELECT position FROM (${positions}) found ORDER BY position LIMIT ${limit}) wanted
    CROSS JOIN LATERAL (SELECT * FROM events WHERE events.position = wanted.position) e
    ORDER BY e.position`;
}
