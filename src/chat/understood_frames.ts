import { z } from "zod";
import { idParam } from "../http/fields.ts";
import { defineUnderstood } from "../realtime/frames.ts";
import type { Frame } from "../realtime/protocol.ts";
import { markRead } from "./mark_read.ts";
import { sendMessage, toSend, written } from "./send_message.ts";
import { partnerIn } from "./typing.ts";

/** What clients may send of chats. */
export const chatUnderstood = defineUnderstood({
  sendMessage: {
    data: z.object({ chat_id: idParam, ...written.shape }),
    summary: "Says something in a chat; the same `client_id` again is the same message.",
    example: { chat_id: 5, content: "오늘 저녁에 시간 괜찮으세요?", client_id: "phone-17" },
    act: (data, { system, asker }) => system.run(sendMessage, toSend(system.secrets, asker, data), asker),
  },
  markRead: {
    data: markRead.input,
    summary: "Says up to which message you have read a chat.",
    example: { chat_id: 5, message_id: 88 },
    act: (data, { system, asker }) => system.run(markRead, data, asker),
  },
  typing: {
    data: z.object({ chat_id: idParam, typing: z.boolean().default(true) }),
    summary: "Tells the other person of a chat that you are typing, or have stopped.",
    example: { chat_id: 5, typing: true },
    async act({ chat_id, typing }, { system, hub, asker }) {
      const partner = await partnerIn(system, chat_id, asker.me);
      if (typeof partner !== "number") return partner;
      hub.send(partner, JSON.stringify({ type: "chat.typing", data: { chat_id, typing } } satisfies Frame));
      return {};
    },
  },
});

type ChatUnderstood = typeof chatUnderstood;

declare module "../realtime/frames.ts" {
  interface UnderstoodFrames extends ChatUnderstood {}
}
