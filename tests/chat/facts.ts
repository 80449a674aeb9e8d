import { ChatErased, ChatLeft, ChatOpened, MessageSent, MessagesRead } from "../../events/chat.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { hashOf } from "../support/facts.ts";
import { at } from "../support/given.ts";

/** Facts that tests of chats start from: users 1 and 2 in chat 6. */

const of = { chatId: 6, userIds: [1, 2] as [number, number] };

export const opened = ChatOpened({ ...of, origin: { kind: "introduction", id: 3 }, openedAt: at(-60) });

/** The keyed hash of what a sender's client calls a message. */
export const clientHash = (senderId: 1 | 2, clientId: string) => hashOf(`message 6 ${senderId} ${clientId}`);

export const sent = (messageId: number, senderId: 1 | 2, counts: [number, number], of6: { content?: string } = {}) =>
  MessageSent({
    ...of,
    messageId,
    senderId,
    content: of6.content ?? "안녕하세요",
    clientId: String(messageId),
    clientHash: clientHash(senderId, String(messageId)),
    sealedFor: sealedFor.message(6, senderId === 1 ? 0 : 1),
    counts,
    sentAt: at(0),
  });

export const read = (readerId: number, upTo: number, count: number, told = true) =>
  MessagesRead({ ...of, readerId, upTo, count, told, readAt: at(0) });

export const left = (userId: number) => ChatLeft({ ...of, userId, leftAt: at(0) });

export const erased = ChatErased(of);
