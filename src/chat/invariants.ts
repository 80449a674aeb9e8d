import type { chatEvents } from "../../events/chat.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import type { Invariant, Note } from "../app/invariants.ts";

type Chat = {
  /** The app that opened it. */
  app: string;
  userIds: readonly [number, number];
  counts: [number, number];
  read: [number, number];
  /** How many messages each had sent with each message. */
  countsAt: Map<number, readonly [number, number]>;
  sent: Set<string>;
  left: Set<number>;
  isErased: boolean;
};

type InChat = EventOf<"MessageSent" | "MessagesRead" | "ChatLeft" | "ChatErased">;

/** In a chat the two of it write, one message after the other, each once, until one of them has left. */
const chats: Invariant<keyof typeof chatEvents> = {
  says: "the two of a chat write, one message after the other, each once, until one has left it",
  begin(note) {
    const chats = new Map<number, Chat>();
    const gone = new Set<number>();
    const withoutIt = (chat: Chat) => chat.userIds.filter((userId) => chat.left.has(userId) || gone.has(userId));
    const inChat = <E extends InChat>(see: (event: E, chat: Chat) => void) => (event: E) => {
      const chat = chats.get(event.data.chatId);
      if (!chat || chat.isErased) return note(event, `${event.type} in chat ${event.data.chatId}, which is not there`);
      if (event.meta.app !== chat.app) {
        note(event, `${event.type} in chat ${event.data.chatId} came through ${event.meta.app}, not ${chat.app}`);
      }
      see(event, chat);
    };
    return {
      on: {
        AccountErased: ({ data }) => void gone.add(data.userId),
        ChatOpened(event) {
          const { chatId, userIds } = event.data;
          if (chats.has(chatId)) note(event, `chat ${chatId} is opened a second time`);
          const nothing = { countsAt: new Map(), sent: new Set<string>(), left: new Set<number>(), isErased: false };
          chats.set(chatId, { app: event.meta.app, userIds, counts: [0, 0], read: [0, 0], ...nothing });
        },
        MessageSent: inChat((event, chat) => checkSent(note, event, chat, withoutIt(chat))),
        MessagesRead: inChat((event, chat) => checkRead(note, event, chat, withoutIt(chat))),
        ChatLeft: inChat((event, chat) => {
          if (chat.left.has(event.data.userId)) note(event, `user ${event.data.userId} leaves a second time`);
          chat.left.add(event.data.userId);
        }),
        ChatErased: inChat((_event, chat) => {
          chat.isErased = true;
        }),
      },
    };
  },
};

/** @param missing those of the two who do not have the chat any more */
function checkSent(note: Note, event: EventOf<"MessageSent">, chat: Chat, missing: readonly number[]): void {
  const { chatId, messageId, senderId, clientHash, counts } = event.data;
  const what = `message ${messageId} of user ${senderId} in chat ${chatId}`;
  const side = chat.userIds.indexOf(senderId);
  if (side < 0) return note(event, `${what} of users ${chat.userIds.join(" and ")}`);
  if (missing.length > 0) note(event, `${what}, which user ${missing[0]} has no more`);
  if (chat.sent.has(clientHash)) note(event, `${what} was sent before`);
  chat.sent.add(clientHash);
  chat.counts[side]++;
  if (counts.join() !== chat.counts.join()) note(event, `${what} counts ${counts}, and ${chat.counts} were sent`);
  chat.countsAt.set(messageId, [...chat.counts]);
}

/** @param missing those of the two who do not have the chat any more */
function checkRead(note: Note, event: EventOf<"MessagesRead">, chat: Chat, missing: readonly number[]): void {
  const { chatId, readerId, upTo, count, told } = event.data;
  const side = chat.userIds.indexOf(readerId);
  const said = chat.countsAt.get(upTo)?.[1 - side];
  if (said !== count) {
    note(event, `user ${readerId} has read ${count} up to message ${upTo} of chat ${chatId}: ${said}`);
  }
  if (told && missing.length > 0) {
    note(event, `that user ${readerId} has read message ${upTo} is told to user ${missing[0]}, who has it no more`);
  }
  if (count <= chat.read[side]) note(event, `user ${readerId} reads chat ${chatId} backwards`);
  chat.read[side] = count;
}

/** What must hold of every log. */
export const invariants = { chats };
