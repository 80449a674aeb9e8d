import { appOfChat, chats } from "../../projections/chat/chats.ts";
import { messages, messagesPage } from "../../projections/chat/messages.ts";
import { type MeetingKind, otherIn } from "../app/meetings.ts";
import { row } from "../deciding/boundary.ts";
import { owned } from "./access.ts";
import { quoted } from "./message.ts";

const seenWithinMs = 2_000;

/** People meet in a chat; they know each other by the looks of the app that opened it. */
export const meetings: Readonly<Record<string, MeetingKind>> = {
  chat: {
    description: "A chat of blind dates.",
    ...otherIn(owned.chat, (id) => row(chats, { id })),
    metIn: appOfChat,
    async said({ log, registry }, chatId, most) {
      await registry.seen([messages], await log.head(), seenWithinMs);
      return quoted(await messagesPage(registry, { chatId, limit: most, offset: 0 }));
    },
  },
};
