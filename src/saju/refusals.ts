import { defineRefusals } from "../answers/refusals.ts";

/** Why blind dates refuse. */
const sajuRefusals = defineRefusals({
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
});

type SajuRefusals = typeof sajuRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends SajuRefusals {}
}
