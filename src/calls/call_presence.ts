import type { Sql } from "postgres";

/** Someone who had a socket in a call and is without one for so long ends it (API.md, "end"). */
export const graceSec = 20;

/** Notes that these people have, or had, a socket in these calls at least until then. */
export async function attendCalls(
  sql: Sql,
  present: readonly { callId: number; userId: number }[],
  until: Date,
): Promise<void> {
  if (present.length === 0) return;
  await sql`
    INSERT INTO call_presence (call_id, user_id, seen_at)
    SELECT p."callId", p."userId", ${until} FROM jsonb_to_recordset(${
    sql.json([...present])
  }) AS p("callId" bigint, "userId" bigint)
    ORDER BY 1, 2
    ON CONFLICT (call_id, user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at`;
}

/** Whether either person has, or had, a socket during an open call. */
export async function isAttended(sql: Sql, callId: number): Promise<boolean> {
  const [{ attended }] = await sql<{ attended: boolean }[]>`
    SELECT EXISTS (SELECT FROM call_presence WHERE call_id = ${callId}) AS attended`;
  return attended;
}

/** Calls in which somebody has had no socket for longer than the grace, having had one. */
export async function abandonedCalls(sql: Sql, now: Date): Promise<number[]> {
  const before = new Date(now.getTime() - graceSec * 1000);
  const found = await sql<{ call_id: number }[]>`
    SELECT DISTINCT call_id FROM call_presence WHERE seen_at < ${before}`;
  return found.map(({ call_id }) => call_id);
}

/** Forgets who was in a call. */
export async function dropCallPresence(sql: Sql, callId: number): Promise<void> {
  await sql`DELETE FROM call_presence WHERE call_id = ${callId}`;
}
