import type { Sql } from "postgres";
import type { Query } from "./log.ts";
import type { StoredEvent } from "./codec.ts";

/**
 * Events after a position, in order, at most `limit`; fewer only at the log's end.
 *
 * @throws where a range of positions is archived: what is built from the rest would silently be wrong
 */
export async function readPage(sql: Sql, after: number, limit: number): Promise<readonly StoredEvent[]> {
  const rows = await sql<StoredEvent[]>`
      SELECT position, type, version, to_jsonb(tags) AS tags, data, meta, recorded_at FROM events
      WHERE position > ${after} ORDER BY position LIMIT ${limit}`;
  const last = rows.at(-1)?.position ?? after;
  if (last !== after + rows.length) {
    const missing = rows.findIndex((row, n) => row.position !== after + n + 1);
    const [from, to] = [after + missing + 1, rows[missing].position - 1];
    throw new Error(`Events ${from} to ${to} are not in the log's table: attach their archive.`);
  }
  return rows;
}

/** Events of a query after a position, in order, each once, at most `limit`; fewer only at the log's end. */
export async function readQuery(sql: Sql, query: Query, after: number, limit: number): Promise<readonly StoredEvent[]> {
  const byTypes = Map.groupBy(query.any.filter(hasOneTag), ({ types }) => types?.join());
  const items = [
    ...[...byTypes.values()].flatMap((alike) => positionsOfTags(sql, alike, after, limit)),
    ...query.any.filter((item) => !hasOneTag(item)).flatMap((item) => positionsOf(sql, item, after, limit)),
  ];
  if (items.length === 0) return [];
  const positions = items.reduce((all, one) => sql`${all} UNION ${one}`);
  // OFFSET 0 keeps the planner from joining: on a database never analysed it would read the whole table for it
  return await sql<StoredEvent[]>`
    SELECT e.position, e.type, e.version, to_jsonb(e.tags) AS tags, e.data, e.meta, e.recorded_at
    FROM (SELECT position FROM (${positions}) found ORDER BY position LIMIT ${limit}) wanted
    CROSS JOIN LATERAL (SELECT * FROM events WHERE events.position = wanted.position OFFSET 0) e
    ORDER BY wanted.position`;
}

type Item = Query["any"][number];

const hasOneTag = ({ tags }: Item) => tags.length === 1;

/** Selects the positions of events by one tag each: the statement is the same however many tags are asked for. */
function positionsOfTags(sql: Sql, alike: readonly Item[], after: number, limit: number) {
  const [{ types }] = alike;
  if (types?.length === 0) return [];
  const tags = [...new Set(alike.map(({ tags: [tag] }) => tag))];
  return [sql`
    (SELECT DISTINCT t.position FROM jsonb_array_elements_text(${sql.json(tags)}) AS wanted(tag)
     CROSS JOIN LATERAL (
       SELECT position FROM event_tags
       WHERE event_tags.tag = wanted.tag AND position > ${after} ${types ? sql`AND type IN ${sql([...types])}` : sql``}
       ORDER BY position LIMIT ${limit}) t)`];
}

/** Selects the positions of an item's events: by its first tag, else by each of its types. */
function positionsOf(sql: Sql, { tags: [tag, ...more], types }: Item, after: number, limit: number) {
  if (types?.length === 0) return [];
  if (tag === undefined) {
    if (!types) throw new Error("An item of a query names neither tags nor types; leave the query out to read all.");
    return types.map((type) =>
      sql`(SELECT position FROM events WHERE type = ${type} AND position > ${after} ORDER BY position LIMIT ${limit})`
    );
  }
  const others = more.map((other) =>
    // a scalar, because EXISTS may become a join that reads all of the other tag
    sql`AND (SELECT true FROM event_tags o WHERE o.tag = ${other} AND o.position = t.position)`
  );
  return [sql`
    (SELECT t.position FROM event_tags t
     WHERE t.tag = ${tag} AND t.position > ${after} ${types ? sql`AND t.type IN ${sql([...types])}` : sql``}
     ${others.reduce((all, one) => sql`${all} ${one}`, sql``)}
     ORDER BY t.position LIMIT ${limit})`];
}
