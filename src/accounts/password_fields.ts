import { z } from "zod";
import { isCommonPassword } from "./common_passwords.ts";

const controls = /[^\P{Cc}\t\n]/u;

// NFD takes up to four times the characters of NFC, and very long texts are slow to normalize
const typed = z.string().max(1000, { abort: true }).overwrite((value) => value.replaceAll("\r\n", "\n")).refine(
  (value) => value.isWellFormed() && !controls.test(value),
  {
    params: {
      ko: "보이지 않는 제어 문자가 들어 있습니다. 빼고 보내 주세요.",
      en: "holds control characters that cannot be seen: leave them out.",
    },
  },
);

/** A password to check. The rules for new passwords do not apply: an old one stays valid. */
export const givenPassword = typed.min(1);

const size = { min: 8, max: 200 };

/** A new password, in NFC, the form that all keyboards can be brought to. */
export const newPassword = typed.overwrite((value) => value.normalize("NFC")).superRefine((value, context) => {
  const { length } = [...value];
  const of = { origin: "string", inclusive: true, input: value };
  if (length < size.min) context.addIssue({ code: "too_small", minimum: size.min, ...of });
  else if (length > size.max) context.addIssue({ code: "too_big", maximum: size.max, ...of });
  else if (isCommonPassword(value)) context.addIssue({ code: "custom", params: tooCommon, input: value });
}).meta({ minLength: size.min, maxLength: size.max });

const tooCommon = {
  ko: "너무 흔한 비밀번호라 쉽게 알아낼 수 있습니다. 다른 비밀번호를 골라 주세요.",
  en: "is among the most common passwords and easily guessed: choose another.",
};
