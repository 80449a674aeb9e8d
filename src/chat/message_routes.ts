import { z } from "zod";
import { messagesPage } from "../../projections/chat/messages.ts";
import { askerOf } from "../accounts/asker.ts";
import { refuse } from "../answers/refusals.ts";
import { load } from "../deciding/boundary.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, integer, limit } from "../http/fields.ts";
import type { System } from "../system.ts";
import { access, app, chatParams } from "./access.ts";
import { markRead } from "./mark_read.ts";
import { asSeen, seenMessage, sentMessage } from "./message.ts";
import { sendMessage, toSend, written } from "./send_message.ts";
import { chat, hasChat } from "./state.ts";

/** The answer to a read mark: how many messages are still unread. */
export const readMark = z.object({ chat_id: z.int(), unread_count: z.int() });

/** What is said in chats, and read. */
export function messageEndpoints(system: System) {
  return [
    messagesEndpoint(system),
    sendMessageEndpoint(system),
    markReadEndpoint(system),
  ];
}

function messagesEndpoint({ log, registry }: System) {
  return endpoint({
    ...access.messages,
    app,
    summary: "Messages of a chat, newest first",
    description: "`before` takes the id of a message and continues after it. A message whose sender erased their " +
      "account has an empty `content` and `erased: true`.",
    params: chatParams,
    query: z.object({
      limit: limit({ default: 30, max: 100 }),
      offset: integer({ min: 0, max: 1_000_000 }).default(0),
      before: idParam.optional(),
    }),
    answers: { 200: z.array(seenMessage) },
    refusals: ["chat.unknown"],
    handle: async ({ user, params: { chat_id }, query }) => {
      const { state } = await load(log, registry, { chat: chat(chat_id) });
      if (!hasChat(state.chat, user.userId)) return refuse("chat.unknown");
      return ok(200, (await messagesPage(registry, { chatId: chat_id, ...query })).map(asSeen));
    },
  });
}

function sendMessageEndpoint({ run, secrets }: System) {
  return endpoint({
    ...access.sendMessage,
    app,
    summary: "Say something in a chat; the same client_id again is the same message",
    description:
      "With a `client_id`, repeating is harmless: the answer is the existing message. The other person is told over the socket.",
    idempotent: true,
    params: chatParams,
    body: written,
    answers: { 201: sentMessage },
    refusals: ["chat.unknown", "chat.closed", "message.client_id_used"],
    handle: async (request) => {
      const asker = askerOf(request);
      const message = toSend(secrets, asker, { ...request.params, ...request.body });
      return answer(201, await run(sendMessage, message, asker));
    },
  });
}

function markReadEndpoint({ run }: System) {
  return endpoint({
    ...access.markRead,
    app,
    summary: "I have read up to this message",
    description: "Marks the other's messages up to this one as read. The other person is told over the socket.",
    idempotent: true,
    params: chatParams,
    body: z.object({ message_id: idParam }),
    answers: { 200: readMark },
    refusals: ["chat.unknown", "message.unknown"],
    handle: async (request) =>
      answer(200, await run(markRead, { ...request.params, ...request.body }, askerOf(request))),
  });
}
