import type { Chats } from "../chat/store.ts";
import type { Saju } from "./store.ts";

/** What the views of blind dates show, and where they lead. */
export type SajuPage = {
  saju: Saju;
  chats: Chats;
  openChat(chatId: number): void;
  /** Opens the dialog to block or report somebody, named by where one met them. */
  askSafety(where: { user_id: number } | { chat_id: number }, name: string): void;
};

/** The chat that one has with somebody. */
export const chatWith = ({ chats }: SajuPage, userId: number): number | undefined =>
  chats.flow.value.chats.find(({ partner }) => partner.user_id === userId)?.chat_id;
