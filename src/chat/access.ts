import { z } from "zod";
import { idParam } from "../http/fields.ts";
import { accessTable, type Owned } from "../http/access.ts";

/** The heading under which the documents list these endpoints. */
export const app = "chat";

/** The chat that a path names. */
export const chatParams = z.object({ chat_id: idParam });

/** Who may call what of chats. */
export const access = accessTable({
  chats: { method: "GET", path: "/api/chats", access: "user" },
  messages: { method: "GET", path: "/api/chats/{chat_id}/messages", access: "user", of: "chat" },
  sendMessage: { method: "POST", path: "/api/chats/{chat_id}/messages", access: "user", of: "chat" },
  markRead: { method: "POST", path: "/api/chats/{chat_id}/read", access: "user", of: "chat" },
  leaveChat: { method: "DELETE", path: "/api/chats/{chat_id}", access: "user", of: "chat" },
});

/** What belongs to people here. */
export const owned = {
  chat: { people: ["user1_id", "user2_id"], unknown: "chat.unknown" },
} as const satisfies Record<string, Owned>;
