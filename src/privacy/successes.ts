import { defineSuccesses } from "../answers/successes.ts";

/** What is said when something was done. */
const privacySuccesses = defineSuccesses({
  "account.erased": { ko: "계정과 개인정보를 삭제했습니다.", en: "Your account and your personal data are deleted." },
});

type PrivacySuccesses = typeof privacySuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends PrivacySuccesses {}
}
