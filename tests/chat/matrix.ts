import { assertEquals } from "@std/assert";
import { crowd } from "../support/client.ts";
import type { Matrix } from "../support/matrix.ts";
import { chatBetween, say } from "./house.ts";

export const matrix: Matrix = {
  things: {
    chat: {
      make: async ({ server, one, two }) => ({ id: String(await chatBetween(server, [one, two])), owner: one }),
      names: (id) => ({ chat_id: Number(id) }),
    },
  },
  requests: { body: { content: "안녕하세요", client_id: "1", message_id: 1 } },
  lists: {
    bounds: { "/api/chats": [100, 1_000], "/api/chats/{chat_id}/messages": [30, 100] },
    async readers(server) {
      const [reader, ...others] = await crowd(server, ["writer", "reader", "reader too"].map((name) => ({ name })));
      const [chat] = [await chatBetween(server, [reader, others[0]]), await chatBetween(server, [reader, others[1]])];
      for (const text of ["안녕하세요", "반가워요"]) await say(reader, chat, text);
      return {
        "/api/chats": { reader },
        "/api/chats/{chat_id}/messages": { reader, path: `/api/chats/${chat}/messages` },
      };
    },
  },
  life: {
    async live({ server, mina, juno }) {
      const message = "needle words in a chat";
      const chat = await chatBetween(server, [mina, juno]);
      await say(juno, chat, "juno's own words");
      await say(mina, chat, message, `${message}, as a client calls them`);
      return { message };
    },
    // the two met on blind dates, where she has another name
    seen: { "/api/chats": ["message", "name for blind dates"] },
    left(seen) {
      const [chat] = JSON.parse(seen["/api/chats"]);
      assertEquals([chat.closed, chat.last_message.erased], [true, true]);
      assertEquals([chat.partner.name, chat.last_message.content], ["탈퇴한 사용자", ""]);
    },
  },
  async readers(server) {
    const [reader, other] = await crowd(server, ["chatting", "chatting too"].map((name) => ({ name })));
    return { messages: { reader, path: `/api/chats/${await chatBetween(server, [reader, other])}/messages` } };
  },
};
