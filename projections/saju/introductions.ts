import { tag } from "../../events/event.ts";
import { chats } from "../chat/chats.ts";
import { blockBetween } from "../safety/pairs.ts";
import { pairKey } from "../two.ts";
import { type Fragment, projection, type Reader } from "../projection.ts";
import { sajuProfiles } from "./saju_profiles.ts";
import { users } from "../accounts/users.ts";

/** Who asked whom for a talk, and what came of it (seed 003, `matches`): at most one between two people. */
export const introductions = projection({
  name: "matches",
  version: 2,
  columns: {
    id: "bigint",
    /** The smaller id of the two. */
    user1_id: "bigint",
    user2_id: "bigint",
    requester_id: "bigint",
    receiver_id: "bigint",
    /** requested · matched · declined · withdrawn · lapsed */
    status: "text",
    /** As it was shown. */
    compatibility_score: "integer",
    /** The version of the rules that gave the score. */
    rules: "text",
    chat_id: "bigint?",
    created_at: "timestamptz",
    /** When it lapses, or would have. */
    lapses_at: "timestamptz",
    /** When it was answered, withdrawn or lapsed. */
    decided_at: "timestamptz?",
  },
  primaryKey: ["id"],
  indexes: [
    ["user1_id", "user2_id"],
    ["requester_id", "status", "created_at", "id"],
    ["receiver_id", "status", "created_at", "id"],
    ["status", "lapses_at"],
  ],
  types: [
    "IntroductionRequested",
    "IntroductionAccepted",
    "IntroductionDeclined",
    "IntroductionWithdrawn",
    "IntroductionLapsed",
  ],
  tag: (key) =>
    key.id === undefined ? tag.pair([Number(key.user1_id), Number(key.user2_id)]) : tag.introduction(Number(key.id)),
  // by its own id, and by the two of it
  keys: ({ data }) => [{ id: data.introductionId, ...pairKey([data.requesterId, data.receiverId]) }],
  evolve: (row, event) => {
    switch (event.type) {
      case "IntroductionRequested":
        return {
          id: event.data.introductionId,
          ...pairKey([event.data.requesterId, event.data.receiverId]),
          requester_id: event.data.requesterId,
          receiver_id: event.data.receiverId,
          status: "requested",
          compatibility_score: event.data.score,
          rules: event.data.rules,
          chat_id: null,
          created_at: event.data.requestedAt,
          lapses_at: event.data.lapsesAt,
          decided_at: null,
        };
      case "IntroductionAccepted":
        return row && {
          ...row,
          status: "matched",
          chat_id: event.data.chatId,
          decided_at: event.data.acceptedAt,
        };
      case "IntroductionDeclined":
        return row && { ...row, status: "declined", decided_at: event.data.declinedAt };
      case "IntroductionWithdrawn":
        return row && { ...row, status: "withdrawn", decided_at: event.data.withdrawnAt };
      case "IntroductionLapsed":
        return row && { ...row, status: "lapsed", decided_at: event.data.lapsedAt };
    }
  },
});

export type Introduction = NonNullable<ReturnType<typeof introductions.evolve>>;

/** The states of a request. */
export const introductionStatuses = ["requested", "matched", "declined", "withdrawn", "lapsed"] as const;

/** The states without a chat. */
const leadNowhere: readonly string[] = ["requested", "withdrawn", "lapsed"];

/** An introduction, and the other person as they are shown now; see `shownName`. */
export type ListedIntroduction = Introduction & {
  name: string | null;
  profile_image: string | null;
  is_erased: boolean;
};

/** Which of a person's introductions to list: those older than their introduction `before`. */
export type IntroductionsPage = { status?: string; before?: number; limit: number };

/** Someone's introductions as {@link introductionsOf} has them. */
export async function listIntroductions(
  { sql, table }: Reader,
  userId: number,
  page: IntroductionsPage,
): Promise<ListedIntroduction[]> {
  const found = await sql<{ row: ListedIntroduction }[]>`${introductionsOf({ sql, table }, userId, page)}`;
  return found.map(({ row }) => row);
}

/**
 * A query for someone's introductions, newest first; each `row` is a `ListedIntroduction`. Leaves out those with a block
 * between the two, those whose chat one of them left, and unanswered ones with a person who is gone.
 */
export function introductionsOf(
  { sql, table }: Pick<Reader, "sql" | "table">,
  userId: number,
  { status, before, limit }: IntroductionsPage,
): Fragment {
  // a person who is gone can neither answer nor be answered
  const stillThere = (others: string) =>
    sql`AND EXISTS (SELECT FROM ${table(sajuProfiles)} p WHERE p.user_id = i.${sql(others)} OFFSET 0)`;
  // leaving and blocking must look the same
  const goesOn = sql`AND NOT EXISTS (
    SELECT FROM ${table(chats)} c WHERE c.id = i.chat_id AND c.left_position IS NOT NULL OFFSET 0)`;
  // each part ends at the limit by its own index, however many there are
  const part = (mine: string, others: string, status: string) =>
    sql`
      (SELECT i.*, i.${sql(others)} AS other_id FROM ${table(introductions)} i
       WHERE i.${sql(mine)} = ${userId} AND i.status = ${status}
         ${
      before === undefined ? sql`` : sql`AND (i.created_at, i.id) < (SELECT b.created_at, b.id
           FROM ${table(introductions)} b WHERE b.id = ${before} AND ${userId} IN (b.user1_id, b.user2_id))`
    }
         ${leadNowhere.includes(status) ? stillThere(others) : sql``}
         ${status === "matched" ? goesOn : sql``}
         AND NOT ${blockBetween({ sql, table }, [sql`i.user1_id`, sql`i.user2_id`])}
       ORDER BY i.created_at DESC, i.id DESC LIMIT ${limit})`;
  const parts = (status === undefined ? introductionStatuses : [status]).flatMap((status) => [
    part("requester_id", "receiver_id", status),
    part("receiver_id", "requester_id", status),
  ]).reduce((all, one) => sql`${all} UNION ALL ${one}`);
  return sql`
    SELECT to_jsonb(i) || jsonb_build_object(
      'name', p.name, 'profile_image', p.profile_image, 'is_erased', u.erased_at IS NOT NULL) AS row
    FROM (${parts}) i LEFT JOIN ${table(sajuProfiles)} p ON p.user_id = i.other_id
    LEFT JOIN ${table(users)} u ON u.id = i.other_id
    ORDER BY i.created_at DESC, i.id DESC LIMIT ${limit}`;
}

/** Open requests that are past their time, oldest first. */
export async function overdueIntroductions(
  { sql, table }: Reader,
  { now, limit }: { now: Date; limit: number },
): Promise<number[]> {
  const found = await sql<{ id: number }[]>`
    SELECT id FROM ${table(introductions)} WHERE status = 'requested' AND lapses_at <= ${now.toISOString()}
    ORDER BY lapses_at LIMIT ${limit}`;
  return found.map(({ id }) => id);
}
