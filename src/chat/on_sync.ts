import { z } from "zod";
import { chats, chatsSeen, type SeenChat } from "../../projections/chat/chats.ts";
import { messages } from "../../projections/chat/messages.ts";
import { defineOnSync } from "../realtime/snapshot.ts";
import { chatsShown } from "./chat_routes.ts";
import { asSeen, seenChat } from "./seen_chat.ts";

/** What a snapshot shows of chats: the first page of the list. */
export const onSync = defineOnSync({
  answer: { chats: z.array(seenChat) },
  reads: [chats, messages],
  find: ({ registry, looks }, userId) => chatsSeen(registry, looks, { userId, limit: chatsShown, offset: 0 }),
  show: ({ config }, chats: SeenChat[]) => ({ chats: chats.map((chat) => asSeen(config, chat)) }),
});

type ChatShown = z.output<z.ZodObject<typeof onSync.answer>>;

declare module "../realtime/snapshot.ts" {
  interface Snapshot extends ChatShown {}
}
