import { z } from "zod";
import type { said } from "../../events/fields.ts";
import type { Message } from "../../projections/chat/messages.ts";
import { instant } from "../http/fields.ts";

/** A message of a chat, whole. Each form in which people get to see one is a part of it. */
const message = z.object({
  chat_id: z.int(),
  message_id: z.int(),
  sender_id: z.int(),
  content: z.string(),
  /** Set once its sender erased their account: the content is empty then. */
  erased: z.literal(true).optional(),
  sent_at: instant,
  /** What its sender's client calls it: for the sender alone. */
  client_id: z.string().optional(),
});

/** In a page of its chat. */
export const seenMessage = message.pick({
  message_id: true,
  sender_id: true,
  content: true,
  erased: true,
  sent_at: true,
})
  .meta({ id: "Message" });

/** In a list of chats: the last of each. */
export const lastMessage = message.pick({ content: true, erased: true, sent_at: true, sender_id: true });

/** As its sender is answered. */
export const sentMessage = message.pick({ message_id: true, chat_id: true, sent_at: true }).meta({ id: "SentMessage" });

/** As both are told of it when it comes, by a frame. */
export const newMessage = message.omit({ erased: true });

/** A message of the read model in a page of its chat. */
export function asSeen({ id, sender_id, content, sent_at }: Message): z.output<typeof seenMessage> {
  return { message_id: id, sender_id, ...contentOf(content), sent_at: new Date(sent_at).toISOString() };
}

/** The text of a message, or what stands for it after its sender's erasure. */
export function contentOf(content: string | null): { content: string; erased?: true } {
  return content === null ? { content: "", erased: true } : { content };
}

/** A page of a chat as a report copies it, newest last; without what its sender's erasure took along. */
export function quoted(page: readonly Message[]): z.output<typeof said>[] {
  return page.toReversed().flatMap(({ sender_id, content, sent_at }) =>
    content === null ? [] : [{ senderId: sender_id, content, sentAt: new Date(sent_at).toISOString() }]
  );
}
