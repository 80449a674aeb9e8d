import type { EventOf } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

type Chat = {
  userIds: readonly [number, number];
  counts: [number, number];
  read: [number, number];
  /** How many messages each had sent with each message. */
  countsAt: Map<number, readonly [number, number]>;
  sent: Set<string>;
  left: Set<number>;
  isErased: boolean;
};

/** In a chat the two of it write, one message after the other, each once, until one of them has left. */
export function checkChats(note: Note): Check {
  const chats = new Map<number, Chat>();
  const gone = new Set<number>();

  const withoutIt = (chat: Chat) => chat.userIds.filter((userId) => chat.left.has(userId) || gone.has(userId));

  function sent(event: EventOf<"MessageSent">, chat: Chat): void {
    const { chatId, messageId, senderId, clientHash, counts } = event.data;
    const what = `message ${messageId} of user ${senderId} in chat ${chatId}`;
    const side = chat.userIds.indexOf(senderId);
    if (side < 0) return note(event, `${what} of users ${chat.userIds.join(" and ")}`);
    const missing = withoutIt(chat);
    if (missing.length > 0) note(event, `${what}, which user ${missing[0]} has no more`);
    if (chat.sent.has(clientHash)) note(event, `${what} was sent before`);
    chat.sent.add(clientHash);
    chat.counts[side]++;
    if (counts.join() !== chat.counts.join()) note(event, `${what} counts ${counts}, and ${chat.counts} were sent`);
    chat.countsAt.set(messageId, [...chat.counts]);
  }

  function read(event: EventOf<"MessagesRead">, chat: Chat): void {
    const { chatId, readerId, upTo, count, told } = event.data;
    const side = chat.userIds.indexOf(readerId);
    const said = chat.countsAt.get(upTo)?.[1 - side];
    if (said !== count) {
      note(event, `user ${readerId} has read ${count} up to message ${upTo} of chat ${chatId}: ${said}`);
    }
    const missing = withoutIt(chat);
    if (told && missing.length > 0) {
      note(event, `that user ${readerId} has read message ${upTo} is told to user ${missing[0]}, who has it no more`);
    }
    if (count <= chat.read[side]) note(event, `user ${readerId} reads chat ${chatId} backwards`);
    chat.read[side] = count;
  }

  return {
    see(event) {
      switch (event.type) {
        case "AccountErased":
          gone.add(event.data.userId);
          return;
        case "ChatOpened": {
          const { chatId, userIds } = event.data;
          if (chats.has(chatId)) note(event, `chat ${chatId} is opened a second time`);
          const nothing = { countsAt: new Map(), sent: new Set<string>(), left: new Set<number>(), isErased: false };
          chats.set(chatId, { userIds, counts: [0, 0], read: [0, 0], ...nothing });
          return;
        }
        case "MessageSent":
        case "MessagesRead":
        case "ChatLeft":
        case "ChatErased": {
          const chat = chats.get(event.data.chatId);
          if (!chat || chat.isErased) {
            return note(event, `${event.type} in chat ${event.data.chatId}, which is not there`);
          }
          if (event.type === "MessageSent") sent(event, chat);
          if (event.type === "MessagesRead") read(event, chat);
          if (event.type === "ChatLeft") {
            if (chat.left.has(event.data.userId)) note(event, `user ${event.data.userId} leaves a second time`);
            chat.left.add(event.data.userId);
          }
          if (event.type === "ChatErased") chat.isErased = true;
        }
      }
    },
  };
}
