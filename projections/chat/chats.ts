import { tag } from "../../events/event.ts";
import { blockedSince } from "../safety/blocks.ts";
import { lookIn, type Looks } from "../accounts/looks.ts";
import { messages } from "./messages.ts";
import { type Fragment, projection, type Reader } from "../projection.ts";
import { users } from "../accounts/users.ts";

/** Rooms of two (seed 003, `chats`). `user1` is the one with the smaller id, side 0 of the events. */
export const chats = projection({
  name: "chats",
  version: 4,
  columns: {
    id: "bigint",
    user1_id: "bigint",
    user2_id: "bigint",
    /** What it came from, by kind and id. */
    origin_kind: "text",
    origin_id: "bigint",
    /** The seed's own column: the accepted request of blind dates (`matches`); null where it came from something else. */
    match_id: "bigint?",
    /** The app through which it was opened: it shows the two to each other, and what happens here comes through it. */
    app: "text",
    created_at: "timestamptz",
    /** How many messages each has sent. */
    user1_count: "integer",
    user2_count: "integer",
    /** How many of the other's messages each has read, and up to which message. */
    user1_read: "integer",
    user2_read: "integer",
    user1_read_id: "bigint?",
    user2_read_id: "bigint?",
    user1_left: "boolean",
    user2_left: "boolean",
    /** Position in the log at which one of the two left. */
    left_position: "bigint?",
    last_message_id: "bigint?",
    last_sender_id: "bigint?",
    /** When something was said last; when it was opened before that. */
    active_at: "timestamptz",
    /** Since when nobody has it any more. */
    erased_at: "timestamptz?",
  },
  primaryKey: ["id"],
  indexes: [["user1_id", "active_at"], ["user2_id", "active_at"], ["erased_at"]],
  types: ["ChatOpened", "MessageSent", "MessagesRead", "ChatLeft", "ChatErased"],
  tag: (key) => tag.chat(Number(key.id)),
  keys: (event) => [{ id: event.data.chatId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "ChatOpened":
        return {
          id: event.data.chatId,
          user1_id: event.data.userIds[0],
          user2_id: event.data.userIds[1],
          origin_kind: event.data.origin.kind,
          origin_id: event.data.origin.id,
          match_id: event.data.origin.kind === "introduction" ? event.data.origin.id : null,
          app: event.meta.app,
          created_at: event.data.openedAt,
          user1_count: 0,
          user2_count: 0,
          user1_read: 0,
          user2_read: 0,
          user1_read_id: null,
          user2_read_id: null,
          user1_left: false,
          user2_left: false,
          left_position: null,
          last_message_id: null,
          last_sender_id: null,
          active_at: event.data.openedAt,
          erased_at: null,
        };
      case "MessageSent":
        return row && {
          ...row,
          user1_count: event.data.counts[0],
          user2_count: event.data.counts[1],
          last_message_id: event.data.messageId,
          last_sender_id: event.data.senderId,
          active_at: event.data.sentAt,
        };
      case "MessagesRead": {
        const { readerId, count, upTo } = event.data;
        return row &&
          (readerId === row.user1_id
            ? { ...row, user1_read: count, user1_read_id: upTo }
            : { ...row, user2_read: count, user2_read_id: upTo });
      }
      case "ChatLeft":
        return row && {
          ...row,
          ...event.data.userId === row.user1_id ? { user1_left: true } : { user2_left: true },
          left_position: row.left_position ?? event.position,
        };
      case "ChatErased":
        return row && { ...row, erased_at: event.recordedAt.toISOString() };
    }
  },
});

export type Chat = NonNullable<ReturnType<typeof chats.evolve>>;

/** How many messages of the other someone has not read. */
export function unreadOf(chat: Chat, userId: number): number {
  return userId === chat.user1_id ? chat.user2_count - chat.user1_read : chat.user1_count - chat.user2_read;
}

/**
 * A chat as one of the two sees it. It is closed if either left or blocked the other, or the partner is erased. Only an
 * erasure shows; after a leaving or a block, name and picture stay as they were then, for both. See `shownName`.
 */
export type SeenChat = {
  chat_id: number;
  origin: { kind: string; id: number };
  partner_id: number;
  partner_name: string | null;
  partner_image: string | null;
  is_erased: boolean;
  is_closed: boolean;
  last_message: { content: string | null; sent_at: string; sender_id: number } | null;
  unread_count: number;
};

/** Which of a person's chats: those from one kind of origin, or all. Chats that they left do not count. */
type Which = { userId: number; origin?: string; limit: number; offset: number };

/** A person's chats, newest activity first. */
export async function chatsOf(reader: Reader, looks: Looks, which: Which): Promise<SeenChat[]> {
  const [{ seen }] = await reader.sql<{ seen: SeenChat[] }[]>`SELECT ${chatsSeen(reader, looks, which)} AS seen`;
  return seen;
}

/** The same for use inside a statement that reads more, so that all is of one moment. */
export function chatsSeen(reader: Reader, looks: Looks, of: Which): Fragment {
  const { sql, table } = reader;
  const partner = { app: sql`c.app`, userId: sql`c.partner_id`, since: sql`closed.since` };
  return sql`(
    SELECT coalesce(jsonb_agg(to_jsonb(s) - 'active_at' ORDER BY s.active_at DESC, s.chat_id DESC), '[]') FROM (
      SELECT c.id AS chat_id, jsonb_build_object('kind', c.origin_kind, 'id', c.origin_id) AS origin, c.active_at,
        c.partner_id, c.unread AS unread_count,
        u.erased_at IS NOT NULL AS is_erased, u.erased_at IS NOT NULL OR closed.since IS NOT NULL AS is_closed,
        look.name AS partner_name, look.image AS partner_image,
        CASE WHEN m.id IS NOT NULL THEN
          jsonb_build_object('content', m.content, 'sent_at', m.sent_at, 'sender_id', m.sender_id) END AS last_message
      FROM (${mine(reader, of, [1, 2])} UNION ALL ${mine(reader, of, [2, 1])}) c
      LEFT JOIN ${table(users)} u ON u.id = c.partner_id
      CROSS JOIN LATERAL (
        SELECT least(c.left_position, ${blockedSince(reader, [sql`c.user1_id`, sql`c.user2_id`])}) AS since) closed
      LEFT JOIN LATERAL (${lookIn(reader, looks, partner)}) look ON true
      LEFT JOIN ${table(messages)} m ON m.id = c.last_message_id
      ORDER BY c.active_at DESC, c.id DESC LIMIT ${of.limit} OFFSET ${of.offset}) s)`;
}

/** The newest chats of someone who stands on one side of them, by the index of that side. */
function mine({ sql, table }: Reader, of: Which, [side, other]: [1, 2] | [2, 1]): Fragment {
  return sql`
    (SELECT id, origin_kind, origin_id, app, user1_id, user2_id, active_at, last_message_id, left_position,
       ${sql(`user${other}_id`)} AS partner_id, ${sql(`user${other}_count`)} - ${sql(`user${side}_read`)} AS unread
     FROM ${table(chats)} WHERE ${sql(`user${side}_id`)} = ${of.userId} AND NOT ${sql(`user${side}_left`)}
       AND erased_at IS NULL ${of.origin === undefined ? sql`` : sql`AND origin_kind = ${of.origin}`}
     ORDER BY active_at DESC, id DESC LIMIT ${of.limit + of.offset})`;
}

/** Inside a query: the app that shows the two of a chat to each other. */
export function appOfChat({ sql, table }: Pick<Reader, "sql" | "table">, chatId: Fragment): Fragment {
  return sql`(SELECT c.app FROM ${table(chats)} c WHERE c.id = ${chatId})`;
}
