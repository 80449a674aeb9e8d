import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { id, instant, pair, said } from "./fields.ts";

const tags = (d: { chatId: number; userIds: [number, number] }) => [
  tag.chat(d.chatId),
  tag.user(d.userIds[0]),
  tag.user(d.userIds[1]),
];

/**
 * Two people may write to each other from now on. The app that it came through (`meta.app`) is the one that shows them
 * to each other. Version 1 knew introductions alone.
 */
export const ChatOpened = defineEvent("ChatOpened", {
  version: 2,
  data: z.object({
    chatId: id,
    userIds: pair,
    /** What the chat came from: its kind, which is never used for anything else, and its id among those of its kind. */
    origin: z.object({ kind: z.string().regex(/^[a-z]+(_[a-z]+)*$/), id }),
    openedAt: instant,
  }),
  tags,
  upcasters: {
    1: ({ introductionId, ...data }) => ({ ...data, origin: { kind: "introduction", id: introductionId } }),
  },
});

/** One of the two said something. What it says is sealed under a key of this chat and this sender alone. */
export const MessageSent = defineEvent("MessageSent", {
  data: z.object({
    messageId: id,
    chatId: id,
    userIds: pair,
    senderId: said.shape.senderId,
    content: said.shape.content,
    /** What the sender's client calls it. */
    clientId: z.string(),
    /** The keyed hash of chat, sender and `clientId`: by it a message that is sent again is found. */
    clientHash: z.string().min(16),
    /** `sealedFor.message(chatId, side)`, the sender's side. */
    sealedFor: z.int().negative(),
    /** How many messages each of the two has sent with this one: their sum is its place in the chat. */
    counts: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
    sentAt: said.shape.sentAt,
  }),
  tags,
  personal: { content: "sealedFor", clientId: "sealedFor" },
});

/** One of the two has read what the other wrote up to a message, all in all `count` of the other's messages. */
export const MessagesRead = defineEvent("MessagesRead", {
  data: z.object({
    chatId: id,
    userIds: pair,
    readerId: id,
    upTo: id,
    count: z.int().positive(),
    /** Whether the other is told: not where the chat was closed between the two. */
    told: z.boolean(),
    readAt: instant,
  }),
  tags,
});

/** One of the two has left the chat. */
export const ChatLeft = defineEvent("ChatLeft", {
  data: z.object({ chatId: id, userIds: pair, userId: id, leftAt: instant }),
  tags,
});

/** Nobody has the chat any more: the keys of its messages are deleted after this. */
export const ChatErased = defineEvent("ChatErased", {
  data: z.object({ chatId: id, userIds: pair }),
  tags,
});

export const chatEvents = { ChatOpened, MessageSent, MessagesRead, ChatLeft, ChatErased };

type ChatEvents = typeof chatEvents;

declare module "./vocabulary.ts" {
  interface Vocabulary extends ChatEvents {}
}
