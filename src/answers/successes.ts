import { z } from "zod";

/** A sentence that says what was done, in Korean and English. */
type Sentence = { ko: string; en: string };

/** Words fixed by a seed, the same in every language. */
const literal = (text: string): Sentence => ({ ko: text, en: text });

const sentences = {
  // accounts
  "account.signed_up": { ko: "회원가입이 완료되었습니다.", en: "Your account is ready." },
  "account.erased": { ko: "계정과 개인정보를 삭제했습니다.", en: "Your account and your personal data are deleted." },
  "profile.changed": { ko: "프로필이 수정되었습니다.", en: "Your profile is changed." },
  "profile.updated": literal("Profile updated successfully"),
  "password.changed": { ko: "비밀번호가 변경되었습니다.", en: "Your password is changed." },
  "password.reset_mailed": {
    ko: "확인된 이메일이라면 비밀번호를 재설정하는 메일을 보냈습니다.",
    en: "If the address is verified, a mail to reset the password is on its way.",
  },
  "email.verified": { ko: "이메일이 확인되었습니다.", en: "Your e-mail address is verified." },
  "session.logged_out": { ko: "로그아웃되었습니다.", en: "You are logged out." },
  "session.ended": { ko: "세션을 종료했습니다.", en: "The session is ended." },
  "session.others_ended": { ko: "다른 세션을 모두 종료했습니다.", en: "All other sessions are ended." },

  // random calls
  "settings.saved": { ko: "매칭 조건이 저장되었습니다.", en: "Your conditions are saved." },
  "location.saved": { ko: "위치가 저장되었습니다.", en: "Your location is saved." },
  "match.cancelled": literal("매칭 상태가 해제되었습니다."),
  "call.ended": { ko: "통화가 종료되었습니다.", en: "The call is ended." },
  "rating.given": { ko: "평가가 등록되었습니다.", en: "Your rating is saved." },
  "payment.refunded": { ko: "환불이 반영되었습니다.", en: "The refund is booked." },

  // chats
  "chat.left": { ko: "대화에서 나갔습니다.", en: "You left the chat." },

  // blocks, reports, staff
  "block.lifted": { ko: "차단을 해제했습니다.", en: "The block is lifted." },
  "report.resolved": { ko: "신고를 처리했습니다.", en: "The report is resolved." },
  "account.suspended": { ko: "계정을 정지했습니다.", en: "The account is suspended." },
  "account.reinstated": { ko: "계정 정지를 해제했습니다.", en: "The account is no longer suspended." },
} satisfies Record<string, Sentence>;

/** A code for something done. */
export type SuccessCode = keyof typeof sentences;

/** Something done, before it is put into words. */
export type Success<C extends SuccessCode = SuccessCode> = { success: C };

/** Marks something as done. The sentence is chosen when the answer is written, in its reader's language. */
export function success<C extends SuccessCode>(code: C): Success<C> {
  return { success: code };
}

/** Every code. */
export const successCodes = Object.keys(sentences) as SuccessCode[];

const anySuccess = z.object({ success: z.enum(successCodes) });
const codesOf = new WeakMap<object, readonly SuccessCode[]>();

/** The schema of an answer that only says what was done, with one of these codes. */
export function done<const C extends readonly [SuccessCode, ...SuccessCode[]]>(...codes: C) {
  const message = z.object({ success: z.enum(codes) });
  codesOf.set(message, codes);
  return z.object({ message }).meta({ id: "Done" });
}

/** The successes that a `message` schema allows; undefined for any other schema. */
export function successesOf(schema: object): readonly SuccessCode[] | undefined {
  return codesOf.get(schema);
}

/** The sentences of successes. */
export function sentencesOf(codes: readonly SuccessCode[], language: keyof Sentence): string[] {
  return codes.map((code) => sentences[code][language]);
}

/** The body of an answer for its reader: a success in `message` becomes a sentence. */
export function inWords(body: unknown, language: keyof Sentence): unknown {
  if (typeof body !== "object" || body === null || !("message" in body)) return body;
  const { data } = anySuccess.safeParse(body.message);
  return data ? { ...body, message: sentences[data.success][language] } : body;
}
