import { defineRefusals } from "../answers/refusals.ts";

/** Why random calls refuse. */
const callRefusals = defineRefusals({
  "match.in_call": {
    status: 409,
    ko: "통화 중에는 매칭을 요청할 수 없습니다. 먼저 통화를 끝내 주세요.",
    en: "You cannot ask for a match while in a call. End the call first.",
  },
  "match.awaiting_call": {
    status: 409,
    ko: "이미 매칭되었습니다. POST /api/call/start/ 로 통화를 시작해 주세요.",
    en: "You are already matched. Start the call with POST /api/call/start/.",
  },
  "match.cancelled": {
    status: 409,
    ko: "매칭 대기가 취소되었습니다. 다시 요청해 주세요.",
    en: "The wait for a match was cancelled. Ask again.",
  },
  "match.not_waiting": {
    status: 409,
    ko: "두 사람이 모두 대기 중이어야 합니다.",
    en: "Both people must be waiting.",
  },
  "match.not_fitting": {
    status: 409,
    ko: "두 사람의 조건이 서로 맞지 않습니다.",
    en: "The two people do not meet each other's conditions.",
  },
  "match.unknown": { status: 404, ko: "그런 매칭이 없습니다.", en: "There is no such match." },
  "match.decided_otherwise": {
    status: 409,
    ko: "이미 다르게 결정했습니다. 결정은 바꿀 수 없습니다.",
    en: "You already decided otherwise. A decision cannot be changed.",
  },
  "match.not_made": {
    status: 409,
    ko: "두 사람이 모두 수락한 매칭만 통화를 시작할 수 있습니다.",
    en: "A call can start only after both have accepted the match.",
  },
  "match.lapsed": {
    status: 409,
    ko: "통화를 시작하기 전에 끝난 매칭입니다. 쓴 보석은 돌려드렸습니다.",
    en: "This match ended before its call began. The gems were refunded.",
  },
  "call.unknown": { status: 404, ko: "그런 통화가 없습니다.", en: "There is no such call." },
  "call.ended": { status: 409, ko: "이미 끝난 통화입니다.", en: "This call has ended." },
  "call.not_ended": {
    status: 409,
    ko: "통화가 끝난 뒤에 평가할 수 있습니다.",
    en: "A call can be rated once it has ended.",
  },
  "rating.already_given": {
    status: 409,
    ko: "이미 평가한 통화입니다.",
    en: "You have already rated this call.",
  },
  "rating.too_late": {
    status: 409,
    ko: "통화가 끝난 지 7일이 지나 평가할 수 없습니다.",
    en: "A call can be rated within 7 days of its end.",
  },
});

type CallRefusals = typeof callRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends CallRefusals {}
}
