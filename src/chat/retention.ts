import type { Kept } from "../app/keeping.ts";
import { forgottenChatSweep } from "./forget_chats.ts";

/** What is kept of people who chat. */
export const retention: readonly Kept[] = [
  {
    what: "Messages of a chat, under a key of each of the two for each chat",
    until: "both have left the chat; one's own, the account's end",
    why: "conversations",
    chore: forgottenChatSweep,
  },
];
