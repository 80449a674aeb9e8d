import type { chatEvents } from "../../events/chat.ts";
import type { Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof chatEvents> = {
  ChatOpened: ({ chatId, origin, openedAt }) => ({ chatId, origin, openedAt }),
  MessageSent: ({ messageId, chatId, senderId, content, clientId, sentAt }, me) =>
    senderId === me ? { messageId, chatId, content, clientId, sentAt } : undefined,
  MessagesRead: ({ chatId, readerId, upTo, readAt }, me) => readerId === me ? { chatId, upTo, readAt } : undefined,
  // the other person must not learn of it
  ChatLeft: ({ chatId, userId, leftAt }, me) => userId === me ? { chatId, leftAt } : undefined,
  ChatErased: () => undefined,
};
