import type { Sql } from "postgres";
import { connect } from "../../src/database/connect.ts";

/** Does something to the log that its triggers would refuse, as a superuser can. */
export async function tamper(url: string, act: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = connect(url, { max: 1, applicationName: "test" });
  try {
    await sql`SET session_replication_role = replica`;
    await act(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Computes the chain anew from a position on, so that by itself it fits whatever now stands there. */
export async function rechain(sql: Sql, from: number): Promise<void> {
  const batches = await sql<{ last: number }[]>`
    SELECT last_position AS last FROM log_batches WHERE last_position >= ${from} ORDER BY 1`;
  for (const { last } of batches) {
    await sql`
      WITH before AS (
        SELECT coalesce(max(last_position), 0) AS last FROM log_batches WHERE last_position < ${last}
      ), previous AS (
        SELECT last, coalesce((SELECT hash FROM log_batches b WHERE b.last_position = before.last),
          (SELECT sha256(uuid_send(id)) FROM log)) AS hash FROM before
      ), texts AS (
        SELECT string_agg(digest_text(e.position, e.type, e.version, e.tags, e.data, e.meta, e.recorded_at), E'\x1e'
          ORDER BY e.position) AS texts
        FROM events e, previous WHERE e.position > previous.last AND e.position <= ${last}
      )
      UPDATE log_batches b SET hash = chain_hash(previous.hash, b.batch_id, b.results, texts.texts)
      FROM previous, texts WHERE b.last_position = ${last}`;
  }
}
