import type { chatEvents } from "../../events/chat.ts";
import type { Begins } from "../app/begins.ts";
import { ignored } from "../app/invariants.ts";

/** What is done between the two of a chat. A chat itself outlives a block: it is closed. */
export const begins: Begins<typeof chatEvents> = {
  ...ignored("ChatOpened", "ChatLeft", "ChatErased"),
  MessageSent: ({ messageId, userIds, senderId, sentAt }) => ({
    by: { people: [senderId], at: sentAt },
    between: { two: userIds, does: `message ${messageId} is sent` },
  }),
  MessagesRead: ({ userIds, readerId, upTo, told }) =>
    told ? { between: { two: userIds, does: `that user ${readerId} has read message ${upTo} is told` } } : undefined,
};
