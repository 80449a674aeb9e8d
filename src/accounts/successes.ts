import { defineSuccesses } from "../answers/successes.ts";

/** What is said when something was done. */
const accountSuccesses = defineSuccesses({
  "account.signed_up": { ko: "회원가입이 완료되었습니다.", en: "Your account is ready." },
  "profile.changed": { ko: "프로필이 수정되었습니다.", en: "Your profile is changed." },
  "password.changed": { ko: "비밀번호가 변경되었습니다.", en: "Your password is changed." },
  "password.reset_mailed": {
    ko: "확인된 이메일이라면 비밀번호를 재설정하는 메일을 보냈습니다.",
    en: "If the address is verified, a mail to reset the password is on its way.",
  },
  "email.verified": { ko: "이메일이 확인되었습니다.", en: "Your e-mail address is verified." },
  "session.logged_out": { ko: "로그아웃되었습니다.", en: "You are logged out." },
  "session.ended": { ko: "세션을 종료했습니다.", en: "The session is ended." },
  "session.others_ended": { ko: "다른 세션을 모두 종료했습니다.", en: "All other sessions are ended." },
});

type AccountSuccesses = typeof accountSuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends AccountSuccesses {}
}
