import { defineRefusals } from "../answers/refusals.ts";

/** Why chats refuse. */
const chatRefusals = defineRefusals({
  "chat.unknown": {
    status: 404,
    ko: "그런 대화가 없습니다. 내 대화는 GET /api/chats 에 있습니다.",
    en: "There is no such chat. Yours are at GET /api/chats.",
  },
  "chat.closed": {
    status: 409,
    ko: "끝난 대화입니다. 지금까지의 대화는 볼 수 있습니다.",
    en: "This chat has ended. Its messages can still be read.",
  },
  "message.client_id_used": {
    status: 422,
    ko: "이 client_id 로는 이미 다른 내용을 보냈습니다. 새 메시지에는 새 client_id 를 쓰세요.",
    en: "This client_id was used before for a different message. Use a new client_id for each message.",
  },
  "message.unknown": { status: 404, ko: "그런 메시지가 없습니다.", en: "There is no such message." },
});

type ChatRefusals = typeof chatRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends ChatRefusals {}
}
