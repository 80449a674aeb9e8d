import { tag } from "../../events/event.ts";
import { blockedSince } from "../safety/blocks.ts";
import { faces, nameAt } from "../accounts/faces.ts";
import { projection, type Reader } from "../projection.ts";
import { users } from "../accounts/users.ts";

/** Calls (seed 000, `CallSession`). */
export const callSessions = projection({
  name: "call_sessions",
  version: 2,
  columns: {
    id: "bigint",
    user1_id: "bigint",
    user2_id: "bigint",
    match_id: "bigint",
    started_at: "timestamptz",
    ended_at: "timestamptz?",
    duration_sec: "integer?",
    end_reason: "text?",
    /** Whether each has rated the other. */
    user1_rated: "boolean",
    user2_rated: "boolean",
  },
  primaryKey: ["id"],
  indexes: [["user1_id", "started_at"], ["user2_id", "started_at"], ["ended_at"]],
  types: ["CallStarted", "CallEnded", "CallRated"],
  tag: (key) => tag.call(Number(key.id)),
  keys: (event) => [{ id: event.data.callId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "CallStarted":
        return {
          id: event.data.callId,
          user1_id: event.data.userIds[0],
          user2_id: event.data.userIds[1],
          match_id: event.data.matchId,
          started_at: event.data.startedAt,
          ended_at: null,
          duration_sec: null,
          end_reason: null,
          user1_rated: false,
          user2_rated: false,
        };
      case "CallEnded":
        return row && {
          ...row,
          ended_at: event.data.endedAt,
          duration_sec: event.data.durationSec,
          end_reason: event.data.reason,
        };
      case "CallRated":
        return row &&
          (event.data.raterId === row.user1_id ? { ...row, user1_rated: true } : { ...row, user2_rated: true });
    }
  },
});

export type CallSession = NonNullable<ReturnType<typeof callSessions.evolve>>;

/** Calls still running, and the position at which that was so. */
export async function runningCalls({ sql, table, position }: Reader): Promise<{ at: number; calls: CallSession[] }> {
  const [found] = await sql<{ at: number; calls: CallSession[] }[]>`
    SELECT ${position(callSessions)} AS at, coalesce((
      SELECT jsonb_agg(to_jsonb(c)) FROM ${table(callSessions)} c WHERE ended_at IS NULL), '[]') AS calls`;
  return found;
}

/**
 * One line of a person's history. `username` is the other person's; after a block between the two, the name from
 * before the block. See `shownName`.
 */
export type PastCall = {
  call_id: number;
  username: string | null;
  is_erased: boolean;
  call_time: Date;
  ended_at: Date | null;
  duration_sec: number | null;
  rated: boolean;
};

/** A person's calls, newest first, older than call `before` where it is given. */
export async function recentCalls(
  reader: Reader,
  of: { userId: number; before?: number; limit: number },
): Promise<PastCall[]> {
  const { sql, table } = reader;
  const two = [sql`least(${of.userId}, c.other_id)`, sql`greatest(${of.userId}, c.other_id)`] as const;
  const side = (mine: string, other: string) =>
    sql`
    (SELECT id, ${sql(other)} AS other_id, started_at, ended_at, duration_sec, ${
      sql(mine.replace("_id", "_rated"))
    } AS rated
     FROM ${table(callSessions)} WHERE ${sql(mine)} = ${of.userId}
     ${
      of.before === undefined ? sql`` : sql`AND (started_at, id) < (
       SELECT started_at, id FROM ${table(callSessions)} WHERE id = ${of.before})`
    }
     ORDER BY started_at DESC, id DESC LIMIT ${of.limit})`;
  return await sql<PastCall[]>`
    SELECT c.id AS call_id, u.erased_at IS NOT NULL AS is_erased,
      CASE WHEN apart.since IS NULL THEN u.username ELSE ${
    nameAt(reader, faces, sql`c.other_id`, sql`apart.since`)
  } END AS username,
      c.started_at AS call_time, c.ended_at, c.duration_sec, c.rated
    FROM (${side("user1_id", "user2_id")} UNION ALL ${side("user2_id", "user1_id")}) c
    CROSS JOIN LATERAL (SELECT ${blockedSince(reader, two)} AS since) apart
    LEFT JOIN ${table(users)} u ON u.id = c.other_id
    ORDER BY c.started_at DESC, c.id DESC LIMIT ${of.limit}`;
}
