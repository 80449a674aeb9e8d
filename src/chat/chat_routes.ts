import { z } from "zod";
import { chatsOf } from "../../projections/chat/chats.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import { askerOf } from "../accounts/asker.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { integer, limit } from "../http/fields.ts";
import type { System } from "../system.ts";
import { access, app, chatParams } from "./access.ts";
import { forgetChat } from "./forget_chats.ts";
import { leaveChat } from "./leave_chat.ts";
import { messageEndpoints } from "./message_routes.ts";
import { asSeen, knownOrigins, seenChat } from "./seen_chat.ts";

/** So many chats stand in a list that nobody gave a limit. */
export const chatsShown = 100;

/** Chats: seed 003 §4.2 and API.md, "Saju blind dates". */
export function chatEndpoints(system: System) {
  const { run, registry, config, looks, chatOrigins } = system;
  const origins = z.enum([...new Set([...knownOrigins, ...chatOrigins])]);

  return [
    endpoint({
      ...access.chats,
      app,
      summary: "My chats, newest activity first",
      description: "Each with its last message and the number of messages I have not read.",
      query: z.object({
        limit: limit({ default: chatsShown, max: 1_000 }),
        offset: integer({ min: 0, max: 1_000_000 }).default(0),
        origin: origins.optional(),
      }),
      answers: { 200: z.array(seenChat) },
      handle: async ({ user: { userId }, query }) => {
        const chats = await chatsOf(registry, looks, { userId, ...query });
        return ok(200, chats.map((chat) => asSeen(config, chat)));
      },
    }),
    ...messageEndpoints(system),
    endpoint({
      ...access.leaveChat,
      app,
      summary: "Leave a chat; once both have, it is erased",
      description: "I no longer see it, and nobody can write in it. What was said stays for the other person.",
      params: chatParams,
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
