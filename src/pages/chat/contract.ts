import type { z } from "zod";
import type { chatEndpoints } from "../../chat/chat_routes.ts";
import type { seenMessage, sentMessage } from "../../chat/message.ts";
import type { readMark } from "../../chat/message_routes.ts";
import type { seenChat } from "../../chat/seen_chat.ts";
import type { Frame } from "../../realtime/protocol.ts";
import type { ApiOf } from "../client/api.ts";

declare module "../client/api.ts" {
  interface Api extends ApiOf<typeof chatEndpoints> {}
}

declare module "../client/socket/frames.ts" {
  interface Replies {
    sendMessage: SentMessage;
    markRead: ReadMark;
  }
}

/** What the server says of chats, by its own schemas. */

/** A chat in a list. */
export type SeenChat = z.output<typeof seenChat>;
/** What a chat came from. */
export type Origin = SeenChat["origin"];
/** A message, in a page or in a frame; only its sender's frame has the `client_id`. */
export type Message = z.output<typeof seenMessage> & { client_id?: string };

/** A frame about chats. */
export type ChatFrame = Extract<Frame, { type: "chat.message" | "chat.read" | "chat.typing" }>;
/** The data of one type of them. */
export type DataOf<T extends Frame["type"]> = Extract<Frame, { type: T }>["data"];

/** The answer to a message. */
export type SentMessage = z.output<typeof sentMessage>;
/** The answer to a read mark. */
export type ReadMark = z.output<typeof readMark>;
