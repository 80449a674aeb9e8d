import { z } from "zod";
import { MessagesRead } from "../../events/chat.ts";
import { tag } from "../../events/event.ts";
import { id } from "../../events/fields.ts";
import { unreadOf } from "../../projections/chat/chats.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { betweenThem, chat, closedTo, hasChat, messageOf, originApp } from "./state.ts";
import { bothOf } from "../../projections/two.ts";

/** Says up to which message someone has read; never goes back. The other learns of it while the two may talk. */
export const markRead = command({
  name: "markRead",

  input: z.object({ chat_id: id, message_id: id }),

  turns: ({ chat_id }) => [tag.chat(chat_id)],

  reads: ({ chat_id, message_id }) => ({ chat: chat(chat_id), message: messageOf(chat_id, message_id) }),

  readsThen: ({ chat }, _input, { me }) => chat && betweenThem(chat, me),

  app: ({ chat }) => originApp(chat),

  decide: ({ chat, message, ...between }, _input, { me, now }) => {
    if (!hasChat(chat, me)) return refuse("chat.unknown");
    if (message?.chat_id !== chat.id) return refuse("message.unknown");
    const [count, read] = me === chat.user1_id
      ? [message.user2_count, chat.user1_read]
      : [message.user1_count, chat.user2_read];
    if (count <= read) return [];
    return [
      MessagesRead({
        chatId: chat.id,
        userIds: bothOf(chat),
        readerId: me,
        upTo: message.id,
        count,
        told: closedTo(chat, between, me) === undefined,
        readAt: now.toISOString(),
      }),
    ];
  },

  answer: ({ chat }, _input, { me }) =>
    chat ? { chat_id: chat.id, unread_count: unreadOf(chat, me) } : refuse("chat.unknown"),
});
