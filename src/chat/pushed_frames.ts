import { z } from "zod";
import { instant } from "../http/fields.ts";
import { definePushed } from "../realtime/frames.ts";
import { newMessage } from "./message.ts";

const at = "2026-03-02T09:30:00.000Z";

/** What sockets are told of chats. */
export const chatPushed = definePushed({
  "chat.message": {
    data: newMessage,
    summary: "A message in a chat; only the sender gets its `client_id`.",
    example: { chat_id: 5, message_id: 88, sender_id: 8, content: "네, 좋아요.", sent_at: at },
  },
  "chat.read": {
    data: z.object({ chat_id: z.int(), reader_id: z.int(), message_id: z.int(), read_at: instant }),
    summary: "The other person of a chat, or you on another device, read up to this message.",
    example: { chat_id: 5, reader_id: 8, message_id: 88, read_at: at },
  },
  "chat.typing": {
    data: z.object({ chat_id: z.int(), typing: z.boolean() }),
    summary: "The other person of a chat is typing, or has stopped. Not an event: it is not sent again.",
    example: { chat_id: 5, typing: true },
    isLostWhenAway: true,
  },
});

type ChatPushed = typeof chatPushed;

declare module "../realtime/frames.ts" {
  interface PushedFrames extends ChatPushed {}
}
