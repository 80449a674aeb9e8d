import { tag } from "../../events/event.ts";
import { otherOf } from "../../projections/two.ts";
import { type Chat, chats } from "../../projections/chat/chats.ts";
import { type Message, messages } from "../../projections/chat/messages.ts";
import { isBlocked, type Pair } from "../../projections/safety/pairs.ts";
import type { User } from "../../projections/accounts/users.ts";
import { account, pairOf } from "../accounts/state.ts";
import { type Fold, type Folds, row } from "../deciding/boundary.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** A room of two and how far each of them has read. */
export const chat = (chatId: number) => row(chats, { id: chatId });

/** The app through which comes what happens in a chat: the one that opened it. */
export const originApp = (chat: Chat | undefined): string => chat?.app ?? "chat";

/** A message of a chat by its id. */
export const messageOf = (chatId: number, messageId: number) => oneMessage(chatId, { id: messageId });

/** What someone sent to a chat before under the same name; see `toSend`. */
export const sentAs = (chatId: number, clientHash: string) => oneMessage(chatId, { client_hash: clientHash });

/** All messages carry their chat's tag: its row where it is there already, else one of the few newer events. */
function oneMessage(chatId: number, key: Partial<Message>): Fold<Message | undefined> {
  const wanted = Object.entries(key);
  return {
    types: ["MessageSent"],
    tag: tag.chat(chatId),
    initial: undefined,
    evolve(found, event) {
      if (event.type !== "MessageSent") return found;
      const message = messages.evolve(undefined, event, { id: event.data.messageId });
      return message && wanted.every(([column, value]) => Reflect.get(message, column) === value) ? message : found;
    },
    row: { projection: messages, key: key as Record<string, string | number> },
  };
}

/** Whether someone has left a chat. */
export function hasLeft(chat: Chat, userId: number): boolean {
  return userId === chat.user1_id ? chat.user1_left : chat.user2_left;
}

/** Whether a chat is somebody's own, and they still have it. */
export function hasChat(chat: Chat | undefined, userId: number): chat is Chat {
  return belongsTo(owned.chat, chat, userId) && !hasLeft(chat, userId) && chat.erased_at === null;
}

/** What stands between two people. */
export type Between = { pair: Pair | undefined; other: User | undefined };

/** For `readsThen`: what may keep someone and the other of a chat apart. */
export function betweenThem(chat: Chat, me: number): Folds<Between> {
  const other = otherOf(chat, me);
  return { pair: pairOf([me, other]), other: account(other) };
}

/** Why someone may not say anything in a chat, if so. Whether the other blocked them, left or is gone stays theirs. */
export function closedTo(chat: Chat, { pair, other }: Partial<Between>, me: number): Refusal | undefined {
  return isBlocked(pair) || isGone(chat, other, me) ? refuse("chat.closed") : undefined;
}

/** Whether the other person of a chat has left it or is gone. */
export function isGone(chat: Chat, other: User | undefined, me: number): boolean {
  return hasLeft(chat, otherOf(chat, me)) || !other || other.erased_at !== null;
}
