import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";

const idle = { waiting_since: null, match_id: null, call_id: null };

/** What a person is doing just now in random calls: in at most one queue, offer, match or call. */
export const availability = projection({
  name: "availability",
  version: 1,
  columns: {
    user_id: "bigint",
    /** idle · waiting · offered · matched · in_call */
    status: "text",
    waiting_since: "timestamptz?",
    match_id: "bigint?",
    call_id: "bigint?",
  },
  primaryKey: ["user_id"],
  indexes: [["status"]],
  types: [
    "MatchRequested",
    "MatchRequestEnded",
    "MatchOffered",
    "MatchDropped",
    "MatchMade",
    "MatchLapsed",
    "CallStarted",
    "CallEnded",
  ],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) =>
    "userIds" in event.data ? event.data.userIds.map((user_id) => ({ user_id })) : [{ user_id: event.data.userId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "MatchRequested":
        return { ...idle, user_id: event.data.userId, status: "waiting", waiting_since: event.data.since };
      case "MatchRequestEnded":
      case "MatchLapsed":
      case "CallEnded":
        return row && { ...row, ...idle, status: "idle" };
      case "MatchOffered":
        return row && { ...row, status: "offered", match_id: event.data.matchId };
      case "MatchDropped":
        return row &&
          (event.data.requeued.includes(row.user_id)
            ? { ...row, status: "waiting", match_id: null }
            : { ...row, ...idle, status: "idle" });
      case "MatchMade":
        return row && { ...row, status: "matched", waiting_since: null };
      case "CallStarted":
        return row && { ...row, status: "in_call", call_id: event.data.callId };
    }
  },
});

export type Availability = NonNullable<ReturnType<typeof availability.evolve>>;

/** Everyone in the queue, longest wait first, and the position of the log at which that was so. */
export async function waitingPeople({ sql, table, position }: Reader): Promise<
  { at: number; people: Availability[] }
> {
  const [found] = await sql<{ at: number; people: Availability[] }[]>`
    SELECT ${position(availability)} AS at, coalesce((
      SELECT jsonb_agg(to_jsonb(a) ORDER BY waiting_since, user_id)
      FROM ${table(availability)} a WHERE status = 'waiting'), '[]') AS people`;
  return found;
}
