import { z } from "zod";
import { MessageSent } from "../../events/chat.ts";
import { tag } from "../../events/event.ts";
import { id } from "../../events/fields.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { type Asker, command } from "../deciding/command.ts";
import { isSameText } from "../http/characters.ts";
import { opaque, text } from "../http/fields.ts";
import { refuse } from "../answers/refusals.ts";
import type { Secrets } from "../configuration/secrets.ts";
import { betweenThem, chat, closedTo, hasChat, originApp, sentAs } from "./state.ts";
import { bothOf } from "../../projections/two.ts";

const clientId = opaque({ min: 1, max: 64 });

/**
 * What a client sends: `client_id` is its own name for the message, the same when it sends it again. Without one each is
 * another message.
 */
export const written = z.object({ content: text({ min: 1, max: 2_000 }), client_id: clientId.optional() });

/**
 * Says something to the other of a chat, once for each `client_id`: the repeat is answered like the first, and one with
 * other words is refused, so that none is lost.
 */
export const sendMessage = command({
  name: "sendMessage",
  ids: ["message"],

  input: written.extend({ chat_id: id, client_id: clientId, client_hash: z.string() }),

  turns: ({ chat_id }) => [tag.chat(chat_id)],

  reads: ({ chat_id, client_hash }) => ({ chat: chat(chat_id), sent: sentAs(chat_id, client_hash) }),

  readsThen: ({ chat }, _input, { me }) => chat && betweenThem(chat, me),

  app: ({ chat }) => originApp(chat),

  decide: ({ chat, sent, ...between }, { content, client_id, client_hash }, { me, now, newId }) => {
    if (!hasChat(chat, me)) return refuse("chat.unknown");
    // what its key took along cannot be compared
    if (sent) return sent.content === null || isSameText(sent.content, content) ? [] : refuse("message.client_id_used");
    const closed = closedTo(chat, between, me);
    if (closed) return closed;
    const side = me === chat.user1_id ? 0 : 1;
    return [
      MessageSent({
        messageId: newId("message"),
        chatId: chat.id,
        userIds: bothOf(chat),
        senderId: me,
        content,
        clientId: client_id,
        clientHash: client_hash,
        sealedFor: sealedFor.message(chat.id, side),
        counts: [chat.user1_count + (side === 0 ? 1 : 0), chat.user2_count + side],
        sentAt: now.toISOString(),
      }),
    ];
  },

  answer: ({ sent }) =>
    sent
      ? { message_id: sent.id, chat_id: sent.chat_id, sent_at: new Date(sent.sent_at).toISOString() }
      : refuse("chat.unknown"),
});

/**
 * What a client sends to a chat, with the name by which the log finds it again and nobody can guess it. A message without
 * a `client_id` is the same again only under its request's Idempotency-Key.
 */
export function toSend<T extends { chat_id: number; client_id?: string }>(
  { hash }: Pick<Secrets, "hash">,
  { me, idempotencyHash }: Pick<Asker, "me" | "idempotencyHash">,
  message: T,
): T & { client_id: string; client_hash: string } {
  const client_id = message.client_id ?? idempotencyHash?.slice(0, 64) ?? crypto.randomUUID();
  return { ...message, client_id, client_hash: hash(`message ${message.chat_id} ${me} ${client_id}`) };
}
