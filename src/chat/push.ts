import type { chatEvents } from "../../events/chat.ts";
import { nothing, type Push } from "../realtime/push.ts";

/** What the events of chats give to a viewer. */
export const push: Push<typeof chatEvents> = {
  ChatOpened: nothing,
  MessageSent: ({ messageId, chatId, userIds, senderId, content, clientId, sentAt }, viewer) =>
    // one whose key was deleted is shown to nobody
    !userIds.includes(viewer) || content === null ? [] : [{
      type: "chat.message",
      data: {
        chat_id: chatId,
        message_id: messageId,
        sender_id: senderId,
        content,
        sent_at: sentAt,
        ...(senderId === viewer && clientId !== null && { client_id: clientId }),
      },
    }],
  MessagesRead: ({ chatId, userIds, readerId, upTo, told, readAt }, viewer) =>
    // past a block or a leaving it is told to the reader's own devices alone
    !userIds.includes(viewer) || viewer !== readerId && !told
      ? []
      : [{ type: "chat.read", data: { chat_id: chatId, reader_id: readerId, message_id: upTo, read_at: readAt } }],
  // the other person is not told
  ChatLeft: nothing,
  ChatErased: nothing,
};
