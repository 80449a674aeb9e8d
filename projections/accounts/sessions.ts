import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";

/** Logins: each a family of refresh tokens, of which only the newest generation is good. */
export const sessions = projection({
  name: "sessions",
  version: 4,
  columns: {
    id: "text",
    user_id: "bigint",
    /** Where it was opened; forgotten at its end. */
    device: "text?",
    address: "text?",
    generation: "integer",
    refresh_hash: "text",
    started_at: "timestamptz",
    refreshed_at: "timestamptz",
    /** When the newest generation was recorded; that may be long after it was decided. */
    recorded_at: "timestamptz",
    expires_at: "timestamptz",
    ended_at: "timestamptz?",
    end_reason: "text?",
  },
  primaryKey: ["id"],
  indexes: [["user_id"], ["ended_at", "expires_at"]],
  types: ["SessionStarted", "SessionRefreshed", "SessionEnded"],
  tag: (key) => tag.session(String(key.id)),
  keys: (event) => [{ id: event.data.sessionId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "SessionStarted":
        return {
          id: event.data.sessionId,
          user_id: event.data.userId,
          device: event.data.device,
          address: event.data.address,
          generation: 0,
          refresh_hash: event.data.refreshHash,
          started_at: event.data.startedAt,
          refreshed_at: event.data.startedAt,
          recorded_at: event.recordedAt.toISOString(),
          expires_at: event.data.expiresAt,
          ended_at: null,
          end_reason: null,
        };
      case "SessionRefreshed":
        return row && {
          ...row,
          generation: event.data.generation,
          refresh_hash: event.data.refreshHash,
          refreshed_at: event.data.refreshedAt,
          recorded_at: event.recordedAt.toISOString(),
          expires_at: event.data.expiresAt,
        };
      case "SessionEnded":
        return row &&
          {
            ...row,
            device: null,
            address: null,
            ended_at: event.recordedAt.toISOString(),
            end_reason: event.data.reason,
          };
    }
  },
});

export type Session = NonNullable<ReturnType<typeof sessions.evolve>>;

/** A person's open sessions, last used first. */
export async function openSessions(
  { sql, table }: Reader,
  { userId, now, limit }: { userId: number; now: Date; limit: number },
): Promise<Session[]> {
  const found = await sql<{ row: Session }[]>`
    SELECT to_jsonb(s) AS row FROM ${table(sessions)} s
    WHERE user_id = ${userId} AND ended_at IS NULL AND expires_at > ${now}
    ORDER BY refreshed_at DESC, id LIMIT ${limit}`;
  return found.map(({ row }) => row);
}

/** Ids of up to `limit` sessions whose time is over and which nobody has ended. */
export async function expiredSessions({ sql, table }: Reader, now: Date, limit: number): Promise<string[]> {
  const found = await sql<{ id: string }[]>`
    SELECT id FROM ${table(sessions)} WHERE ended_at IS NULL AND expires_at <= ${now} LIMIT ${limit}`;
  return found.map(({ id }) => id);
}

/** Ids of the sessions ended since a time: those whose access tokens may still be unexpired. */
export async function sessionsEndedSince({ sql, table }: Reader, since: Date): Promise<string[]> {
  const found = await sql<{ id: string }[]>`SELECT id FROM ${table(sessions)} WHERE ended_at > ${since}`;
  return found.map(({ id }) => id);
}

/** Up to `limit` open sessions with the addresses they were opened from, ordered by id. */
export async function sessionsFrom(
  { sql, table }: Reader,
  { after, limit }: { after: string; limit: number },
): Promise<{ id: string; user_id: number; address: string; refreshed_at: Date }[]> {
  return await sql<{ id: string; user_id: number; address: string; refreshed_at: Date }[]>`
    SELECT id, user_id, address, refreshed_at FROM ${table(sessions)}
    WHERE id > ${after} AND ended_at IS NULL AND address IS NOT NULL ORDER BY id LIMIT ${limit}`;
}
