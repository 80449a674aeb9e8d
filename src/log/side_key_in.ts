import type { PendingQuery, Row, Sql } from "postgres";
import type { SideKey } from "../../events/side_keys.ts";

/** Inside a query: the number of a key, of the thing whose id stands there. */
export function sideKeyIn(sql: Sql, { per, plus }: SideKey, id: PendingQuery<Row[]>): PendingQuery<Row[]> {
  return sql`(-(${per}::bigint * ${id} + ${plus}::bigint))`;
}
