import { z } from "zod";
import type { SeenChat } from "../../projections/chat/chats.ts";
import { shownName } from "../accounts/shown_name.ts";
import { type Reached, shownUrl } from "../http/media.ts";
import { contentOf, lastMessage } from "./message.ts";

/** What a chat may come from, as far as API.md names it; an app of the list may bring more. */
export const knownOrigins = ["introduction", "roommates", "call"];

/** A chat as one of the two sees it. `closed`: nobody can write in it any more. */
export const seenChat = z.object({
  chat_id: z.int(),
  origin: z.object({ kind: z.string().meta({ enum: knownOrigins }), id: z.int() }),
  partner: z.object({ user_id: z.int(), name: z.string(), profile_img_url: z.string().nullable() }),
  last_message: lastMessage.nullable(),
  unread_count: z.int(),
  closed: z.boolean(),
}).meta({ id: "Chat" });

/** A chat of the read models as its person sees it. */
export function asSeen(
  reached: Reached,
  { chat_id, origin, partner_id, partner_name, partner_image, last_message, unread_count, ...is }: SeenChat,
): z.output<typeof seenChat> {
  return {
    chat_id,
    origin,
    partner: {
      user_id: partner_id,
      name: shownName(partner_name, is.is_erased),
      profile_img_url: shownUrl(reached, partner_image),
    },
    last_message: last_message && {
      ...last_message,
      ...contentOf(last_message.content),
      sent_at: new Date(last_message.sent_at).toISOString(),
    },
    unread_count,
    closed: is.is_closed,
  };
}
