import { defineRefusals } from "../answers/refusals.ts";

/** Why blocks, reports and suspensions refuse. */
const safetyRefusals = defineRefusals({
  "block.unknown": {
    status: 404,
    ko: "그런 차단이 없습니다. 내 차단 목록은 GET /api/blocks 에 있습니다.",
    en: "There is no such block. Yours are at GET /api/blocks.",
  },
  "report.unknown": { status: 404, ko: "그런 신고가 없습니다.", en: "There is no such report." },
  "report.own_case": {
    status: 403,
    ko: "본인이 관련된 신고입니다. 다른 운영자가 처리해야 합니다.",
    en: "This report involves you: another member of staff must handle it.",
  },
  "report.resolved": {
    status: 409,
    ko: "이미 다르게 처리된 신고입니다.",
    en: "This report was already resolved otherwise.",
  },
  "account.is_staff": {
    status: 403,
    ko: "운영자 계정은 정지할 수 없습니다. 먼저 deno task staff remove 로 해제해 주세요.",
    en: "Staff cannot be suspended. Dismiss them first with deno task staff remove.",
  },
  "suspension.past": {
    status: 422,
    ko: "until 은 지금보다 뒤의 시각이어야 합니다.",
    en: "until must be in the future.",
  },
});

type SafetyRefusals = typeof safetyRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends SafetyRefusals {}
}
