import type { Reason } from "../answers/reason.ts";

/** Why blind dates and chats refuse. */
export const ofChats = {
  // introductions
  "introduction.unknown": {
    status: 404,
    ko: "그런 대화 요청이 없습니다. 내 요청은 GET /api/matches 에 있습니다.",
    en: "There is no such request. Yours are at GET /api/matches.",
  },
  // the seed's own words, in every language
  "introduction.exists": { status: 409, ko: "Match request already exists", en: "Match request already exists" },
  "introduction.not_receiver": {
    status: 403,
    ko: "요청을 받은 사람만 결정할 수 있습니다.",
    en: "Only the person who received the request can decide.",
  },
  "introduction.not_requester": {
    status: 403,
    ko: "요청을 보낸 사람만 취소할 수 있습니다.",
    en: "Only the person who asked can withdraw a request.",
  },
  "introduction.not_open": {
    status: 409,
    ko: "이미 끝난 요청입니다.",
    en: "This request is no longer waiting for an answer.",
  },
  "introduction.decided_otherwise": {
    status: 409,
    ko: "이미 다르게 결정한 요청입니다. 결정은 바꿀 수 없습니다.",
    en: "You already decided otherwise. A decision cannot be changed.",
  },
  "introduction.closed": {
    status: 409,
    ko: "이 요청은 더 이상 수락할 수 없습니다.",
    en: "This request can no longer be accepted.",
  },

  // chats
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
} satisfies Record<string, Reason>;
