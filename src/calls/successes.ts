import { defineSuccesses, literal } from "../answers/successes.ts";

/** What is said when something was done. */
const callSuccesses = defineSuccesses({
  "settings.saved": { ko: "매칭 조건이 저장되었습니다.", en: "Your conditions are saved." },
  "location.saved": { ko: "위치가 저장되었습니다.", en: "Your location is saved." },
  "match.cancelled": literal("매칭 상태가 해제되었습니다."),
  "call.ended": { ko: "통화가 종료되었습니다.", en: "The call is ended." },
  "rating.given": { ko: "평가가 등록되었습니다.", en: "Your rating is saved." },
});

type CallSuccesses = typeof callSuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends CallSuccesses {}
}
