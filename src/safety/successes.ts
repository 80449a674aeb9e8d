import { defineSuccesses } from "../answers/successes.ts";

/** What is said when something was done. */
const safetySuccesses = defineSuccesses({
  "block.lifted": { ko: "차단을 해제했습니다.", en: "The block is lifted." },
  "report.resolved": { ko: "신고를 처리했습니다.", en: "The report is resolved." },
  "account.suspended": { ko: "계정을 정지했습니다.", en: "The account is suspended." },
  "account.reinstated": { ko: "계정 정지를 해제했습니다.", en: "The account is no longer suspended." },
});

type SafetySuccesses = typeof safetySuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends SafetySuccesses {}
}
