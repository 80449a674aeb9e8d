import { projection, type Reader } from "../projection.ts";

/** What people wrote in chats (seed 003, `messages`). Those of an erased chat are gone. */
export const messages = projection({
  name: "messages",
  version: 1,
  columns: {
    id: "bigint",
    chat_id: "bigint",
    sender_id: "bigint",
    /** Null once its sender is gone. */
    content: "text?",
    sent_at: "timestamptz",
    /** Its place in the chat, from 1. */
    place: "integer",
    /** How many messages each of the two had sent with this one. */
    user1_count: "integer",
    user2_count: "integer",
    /** The keyed hash of chat, sender and what the sender's client calls it. */
    client_hash: "text",
  },
  primaryKey: ["id"],
  indexes: [["chat_id", "place"], ["sender_id"], ["client_hash"]],
  types: ["MessageSent", "ChatErased", "AccountErased"],
  keys: (event) => {
    switch (event.type) {
      case "MessageSent":
        return [{ id: event.data.messageId }];
      case "ChatErased":
        return [{ chat_id: event.data.chatId }];
      case "AccountErased":
        return [{ sender_id: event.data.userId }];
    }
  },
  evolve: (row, event) => {
    switch (event.type) {
      case "MessageSent":
        return {
          id: event.data.messageId,
          chat_id: event.data.chatId,
          sender_id: event.data.senderId,
          content: event.data.content,
          sent_at: event.data.sentAt,
          place: event.data.counts[0] + event.data.counts[1],
          user1_count: event.data.counts[0],
          user2_count: event.data.counts[1],
          client_hash: event.data.clientHash,
        };
      case "ChatErased":
        return undefined;
      case "AccountErased":
        return row && { ...row, content: null };
    }
  },
});

export type Message = NonNullable<ReturnType<typeof messages.evolve>>;

/** Messages of a chat, newest first: `limit` of them after `offset`, older than message `before` where it is given. */
export async function messagesPage(
  { sql, table }: Reader,
  of: { chatId: number; before?: number; limit: number; offset: number },
): Promise<Message[]> {
  const found = await sql<{ row: Message }[]>`
    SELECT to_jsonb(m) AS row FROM ${table(messages)} m
    WHERE chat_id = ${of.chatId} ${
    of.before === undefined ? sql`` : sql`AND place < (
      SELECT place FROM ${table(messages)} WHERE id = ${of.before} AND chat_id = ${of.chatId})`
  }
    ORDER BY place DESC LIMIT ${of.limit} OFFSET ${of.offset}`;
  return found.map(({ row }) => row);
}
