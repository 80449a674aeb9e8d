import type { Sql } from "postgres";

/** Someone in the queue who is not heard of for so long leaves it (API.md, `GET /api/match/random/`). */
const absentAfterSec = 60;

/** Notes that a person in the queue is still there. */
export async function touchPresence(sql: Sql, userId: number, now: Date): Promise<void> {
  await sql`
    INSERT INTO queue_presence (user_id, seen_at) VALUES (${userId}, ${now})
    ON CONFLICT (user_id) DO UPDATE SET seen_at = greatest(queue_presence.seen_at, EXCLUDED.seen_at)`;
}

/** Everyone who has not been heard of for 60 s. */
export async function absentPeople(sql: Sql, now: Date): Promise<number[]> {
  const before = new Date(now.getTime() - absentAfterSec * 1000);
  const found = await sql<{ user_id: number }[]>`SELECT user_id FROM queue_presence WHERE seen_at < ${before}`;
  return found.map(({ user_id }) => user_id);
}

/** Forgets the presence of those of these people who have not been heard of meanwhile. */
export async function dropPresence(sql: Sql, userIds: readonly number[], now: Date): Promise<void> {
  if (userIds.length === 0) return;
  const before = new Date(now.getTime() - absentAfterSec * 1000);
  await sql`
    DELETE FROM queue_presence
    WHERE user_id IN (SELECT jsonb_array_elements_text(${sql.json([...userIds])})::bigint) AND seen_at < ${before}`;
}

/** Notes that those of these people who are in the queue are still there. */
export async function keepInQueue(sql: Sql, userIds: readonly number[], now: Date): Promise<void> {
  if (userIds.length === 0) return;
  await sql`
    UPDATE queue_presence SET seen_at = greatest(seen_at, ${now})
    WHERE user_id IN (SELECT jsonb_array_elements_text(${sql.json([...userIds])})::bigint)`;
}

/** Forgets a person's presence, whenever they were heard of. */
export async function forgetPresence(sql: Sql, userId: number): Promise<void> {
  await sql`DELETE FROM queue_presence WHERE user_id = ${userId}`;
}
