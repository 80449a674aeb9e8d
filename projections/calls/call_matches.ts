import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";
import { bothOf } from "../two.ts";

/** Offers of random calls and what became of them. The saju app's requests stand in `matches`. */
export const callMatches = projection({
  name: "call_matches",
  version: 1,
  columns: {
    id: "bigint",
    user1_id: "bigint",
    user2_id: "bigint",
    /** offered · made · dropped · lapsed · called */
    status: "text",
    drop_reason: "text?",
    dropped_by: "bigint?",
    user1_accepted: "boolean",
    user2_accepted: "boolean",
    /** Gems each one's own conditions cost. */
    user1_cost: "integer",
    user2_cost: "integer",
    user1_waiting_since: "timestamptz",
    user2_waiting_since: "timestamptz",
    offered_at: "timestamptz",
    expires_at: "timestamptz",
    start_by: "timestamptz?",
    call_session_id: "bigint?",
  },
  primaryKey: ["id"],
  indexes: [["status"], ["offered_at"]],
  types: ["MatchOffered", "MatchAccepted", "MatchDropped", "MatchMade", "MatchLapsed", "CallStarted"],
  tag: (key) => tag.match(Number(key.id)),
  keys: (event) => [{ id: event.data.matchId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "MatchOffered":
        return {
          id: event.data.matchId,
          user1_id: event.data.userIds[0],
          user2_id: event.data.userIds[1],
          status: "offered",
          drop_reason: null,
          dropped_by: null,
          user1_accepted: false,
          user2_accepted: false,
          user1_cost: event.data.costs[0],
          user2_cost: event.data.costs[1],
          user1_waiting_since: event.data.waitingSince[0],
          user2_waiting_since: event.data.waitingSince[1],
          offered_at: event.data.offeredAt,
          expires_at: event.data.expiresAt,
          start_by: null,
          call_session_id: null,
        };
      case "MatchAccepted":
        return row && accepted(row, event.data.userId);
      case "MatchDropped":
        return row && { ...row, status: "dropped", drop_reason: event.data.reason, dropped_by: event.data.by };
      case "MatchMade":
        return row && { ...accepted(row, event.data.acceptedBy), status: "made", start_by: event.data.startBy };
      case "MatchLapsed":
        return row && { ...row, status: "lapsed" };
      case "CallStarted":
        return row && { ...row, status: "called", call_session_id: event.data.callId };
    }
  },
});

function accepted<R extends { user1_id: number; user1_accepted: boolean; user2_accepted: boolean }>(
  row: R,
  userId: number,
): R {
  return userId === row.user1_id ? { ...row, user1_accepted: true } : { ...row, user2_accepted: true };
}

export type CallMatch = NonNullable<ReturnType<typeof callMatches.evolve>>;

type Pair = { user1_id: number; user2_id: number };

/** Whether a person has said yes to an offer. */
export function hasAccepted(match: CallMatch, userId: number): boolean {
  return userId === match.user1_id ? match.user1_accepted : match.user2_accepted;
}

/** What an offer costs a person if it becomes a match, in gems. */
export function costFor(match: CallMatch, userId: number): number {
  return userId === match.user1_id ? match.user1_cost : match.user2_cost;
}

/** What an offer costs each of the two if it becomes a match. */
export function costsOf(match: CallMatch): { userId: number; amount: number }[] {
  return bothOf(match).map((userId) => ({ userId, amount: costFor(match, userId) }));
}

/** One match, or nothing. */
export async function matchById({ sql, table }: Reader, id: number): Promise<CallMatch | undefined> {
  const [found] = await sql<{ row: CallMatch }[]>`SELECT to_jsonb(m) AS row FROM ${
    table(callMatches)
  } m WHERE id = ${id}`;
  return found?.row;
}

/** Offers and matches that a deadline still hangs over, and the position at which that was so. */
export async function pendingMatches({ sql, table, position }: Reader): Promise<{ at: number; matches: CallMatch[] }> {
  const [found] = await sql<{ at: number; matches: CallMatch[] }[]>`
    SELECT ${position(callMatches)} AS at, coalesce((
      SELECT jsonb_agg(to_jsonb(m)) FROM ${
    table(callMatches)
  } m WHERE status IN ('offered', 'made')), '[]') AS matches`;
  return found;
}

/** The pairs that were shown each other since a time, and when. */
export async function pairsOfferedSince({ sql, table }: Reader, since: Date): Promise<
  Pick<CallMatch, "user1_id" | "user2_id" | "offered_at">[]
> {
  return await sql<Pick<CallMatch, "user1_id" | "user2_id" | "offered_at">[]>`
    SELECT user1_id, user2_id, offered_at FROM ${table(callMatches)} WHERE offered_at > ${since}
    ORDER BY offered_at`;
}
