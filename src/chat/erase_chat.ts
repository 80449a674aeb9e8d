import { z } from "zod";
import { ChatErased } from "../../events/chat.ts";
import { tag } from "../../events/event.ts";
import { id } from "../../events/fields.ts";
import type { User } from "../../projections/accounts/users.ts";
import { account } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { chat, hasLeft, originApp } from "./state.ts";
import { bothOf } from "../../projections/two.ts";

/** Erases a chat that neither of the two has any more, because each left it or is gone. */
export const eraseChat = command({
  name: "eraseChat",

  input: z.object({
    chat_id: id,
    /** Said where its keys are deleted already: it was erased once, and a restored older log does not know. */
    because: z.literal("forgotten").optional(),
  }),

  turns: ({ chat_id }) => [tag.chat(chat_id)],

  reads: ({ chat_id }) => ({ chat: chat(chat_id) }),

  readsThen: ({ chat }) => chat && { one: account(chat.user1_id), two: account(chat.user2_id) },

  app: ({ chat }) => originApp(chat),

  decide: ({ chat, one, two }, { because }) => {
    if (!chat) return refuse("chat.unknown");
    if (chat.erased_at !== null) return [];
    const isGone = (person: User | undefined, userId: number) => hasLeft(chat, userId) || person?.erased_at != null;
    return because || isGone(one, chat.user1_id) && isGone(two, chat.user2_id)
      ? [ChatErased({ chatId: chat.id, userIds: bothOf(chat) })]
      : [];
  },

  answer: ({ chat }) => ({ erased: chat?.erased_at != null }),
});
