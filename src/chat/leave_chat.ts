import { z } from "zod";
import { ChatErased, ChatLeft } from "../../events/chat.ts";
import { tag } from "../../events/event.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { betweenThem, chat, hasChat, isGone, originApp } from "./state.ts";
import { bothOf } from "../../projections/two.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/**
 * Takes a chat away from someone; twice is harmless. The other keeps what was said; with both gone it is erased: see
 * `forgetChat` for the keys.
 */
export const leaveChat = command({
  name: "leaveChat",

  input: z.object({ chat_id: id }),

  turns: ({ chat_id }) => [tag.chat(chat_id)],

  reads: ({ chat_id }) => ({ chat: chat(chat_id) }),

  readsThen: ({ chat }, _input, { me }) => chat && betweenThem(chat, me),

  app: ({ chat }) => originApp(chat),

  decide: ({ chat, other }, _input, { me, now }) => {
    if (!belongsTo(owned.chat, chat, me)) return refuse("chat.unknown");
    if (!hasChat(chat, me)) return [];
    const of = { chatId: chat.id, userIds: bothOf(chat) };
    return [
      ChatLeft({ ...of, userId: me, leftAt: now.toISOString() }),
      ...isGone(chat, other, me) ? [ChatErased(of)] : [],
    ];
  },

  answer: ({ chat }) => ({ message: success("chat.left"), erased: chat?.erased_at != null }),
});
