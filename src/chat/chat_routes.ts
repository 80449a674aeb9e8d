import { z } from "zod";
import { chatsOf, type SeenChat } from "../../projections/chat/chats.ts";
import { messagesPage } from "../../projections/chat/messages.ts";
import { askerOf } from "../accounts/asker.ts";
import { shownName } from "../accounts/shown_name.ts";
import { load } from "../deciding/boundary.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, instant, integer, limit } from "../http/fields.ts";
import { type Reached, shownUrl } from "../http/media.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { forgetChat } from "./forget_chats.ts";
import { leaveChat } from "./leave_chat.ts";
import { markRead } from "./mark_read.ts";
import { sendMessage, toSend, written } from "./send_message.ts";
import { chat, hasChat } from "./state.ts";
import { access } from "./access.ts";

const app = "chat";
const params = z.object({ chat_id: idParam });
const offset = integer({ min: 0, max: 1_000_000 }).default(0);
/** So many chats stand in a list that nobody gave a limit. */
export const chatsShown = 100;

/** The text of a message; after its sender's erasure it is empty and `erased` is true. */
const saidContent = { content: z.string(), erased: z.literal(true).optional() };

/** What a chat may come from, as far as API.md names it; an app of the list may bring more. */
const knownOrigins = ["introduction", "roommates", "call"];

/** A chat as one of the two sees it. `closed`: it takes no more messages. */
export const seenChat = z.object({
  chat_id: z.int(),
  origin: z.object({ kind: z.string().meta({ enum: knownOrigins }), id: z.int() }),
  partner: z.object({ user_id: z.int(), name: z.string(), profile_img_url: z.string().nullable() }),
  last_message: z.object({ ...saidContent, sent_at: instant, sender_id: z.int() }).nullable(),
  unread_count: z.int(),
  closed: z.boolean(),
}).meta({ id: "Chat" });

/** A message as the two of its chat see it. */
export const seenMessage = z.object({
  message_id: z.int(),
  sender_id: z.int(),
  ...saidContent,
  sent_at: instant,
}).meta({ id: "Message" });

/** The answer to a message. */
export const sentMessage = z.object({ message_id: z.int(), chat_id: z.int(), sent_at: instant }).meta({
  id: "SentMessage",
});

/** The answer to a read mark: what is unread after it. */
export const readMark = z.object({ chat_id: z.int(), unread_count: z.int() });

/** Chats: seed 003 §4.2 and API.md, "Saju blind dates". */
export function chatEndpoints(system: System) {
  const { run, log, registry, secrets, config, looks } = system;
  const origin = z.enum([...new Set([...knownOrigins, ...system.chatOrigins])]).optional();

  return [
    endpoint({
      ...access.chats,
      app,
      summary: "My chats, newest activity first",
      description: "Each with its last message and the number of messages I have not read.",
      query: z.object({ limit: limit({ default: chatsShown, max: 1_000 }), offset, origin }),
      answers: { 200: z.array(seenChat) },
      handle: async ({ user: { userId }, query }) => {
        const chats = await chatsOf(registry, looks, { userId, ...query });
        return ok(200, chats.map((chat) => asSeen(config, chat)));
      },
    }),
    endpoint({
      ...access.messages,
      app,
      summary: "Messages of a chat, newest first",
      description: "`before` takes the id of a message and continues after it. A message whose sender erased their " +
        "account has an empty `content` and `erased: true`.",
      params,
      query: z.object({ limit: limit({ default: 30, max: 100 }), offset, before: idParam.optional() }),
      answers: {
        200: z.array(seenMessage),
      },
      refusals: ["chat.unknown"],
      handle: async ({ user, params: { chat_id }, query }) => {
        const { state } = await load(log, registry, { chat: chat(chat_id) });
        if (!hasChat(state.chat, user.userId)) return refuse("chat.unknown");
        const page = await messagesPage(registry, { chatId: chat_id, ...query });
        return ok(
          200,
          page.map(({ id, sender_id, content, sent_at }) => ({
            message_id: id,
            sender_id,
            ...saidOf(content),
            sent_at: new Date(sent_at).toISOString(),
          })),
        );
      },
    }),
    endpoint({
      ...access.sendMessage,
      app,
      summary: "Say something in a chat; the same client_id again is the same message",
      description:
        "With a `client_id`, repeating is harmless: the answer is the existing message. The other person is told over the socket.",
      idempotent: true,
      params,
      body: written,
      answers: {
        201: sentMessage,
      },
      refusals: ["chat.unknown", "chat.closed", "message.client_id_used"],
      handle: async (request) => {
        const asker = askerOf(request);
        const message = toSend(secrets, asker, { ...request.params, ...request.body });
        return answer(201, await run(sendMessage, message, asker));
      },
    }),
    endpoint({
      ...access.markRead,
      app,
      summary: "I have read up to this message",
      description: "Marks the other's messages up to this one as read. The other person is told over the socket.",
      idempotent: true,
      params,
      body: z.object({ message_id: idParam }),
      answers: { 200: readMark },
      refusals: ["chat.unknown", "message.unknown"],
      handle: async (request) =>
        answer(200, await run(markRead, { ...request.params, ...request.body }, askerOf(request))),
    }),
    endpoint({
      ...access.leaveChat,
      app,
      summary: "Leave a chat; once both have, it is erased",
      description: "I no longer see it, and nobody can write in it. What was said stays for the other person.",
      params,
      answers: { 200: done("chat.left") },
      refusals: ["chat.unknown"],
      handle: async (request) => {
        const left = await run(leaveChat, request.params, askerOf(request));
        if (isRefusal(left)) return left;
        const { erased, message } = left;
        // the chat is gone: should this fail, housekeeping finishes it
        if (erased) {
          await forgetChat(system, request.params.chat_id)
            .catch((error) => system.report("forgetting a chat", error));
        }
        return ok(200, { message });
      },
    }),
  ];
}

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
      ...saidOf(last_message.content),
      sent_at: new Date(last_message.sent_at).toISOString(),
    },
    unread_count,
    closed: is.is_closed,
  };
}

function saidOf(content: string | null): { content: string; erased?: true } {
  return content === null ? { content: "", erased: true } : { content };
}
