import type { Language } from "../http/request.ts";
import type { Mail } from "../mail/mailer.ts";
import type { MailTokenKind } from "./mail_tokens.ts";

type Sentences = { subject: string; ask: string; otherwise: string };

const sentences: Record<MailTokenKind, Record<Language, Sentences>> = {
  reset: {
    ko: {
      subject: "인연: 비밀번호 재설정",
      ask: "비밀번호를 다시 정하려면 30분 안에 아래 코드를 입력해 주세요.",
      otherwise: "요청한 적이 없다면 이 메일을 무시해 주세요. 비밀번호는 그대로입니다.",
    },
    en: {
      subject: "Inyeon: a new password",
      ask: "To choose a new password, enter this code within 30 minutes.",
      otherwise: "If you did not ask for it, ignore this mail: your password stays as it is.",
    },
  },
  verification: {
    ko: {
      subject: "인연: 이메일 확인",
      ask: "이 이메일이 본인 것임을 확인하려면 3일 안에 아래 코드를 입력해 주세요.",
      otherwise: "요청한 적이 없다면 이 메일을 무시해 주세요.",
    },
    en: {
      subject: "Inyeon: your e-mail address",
      ask: "To confirm that this address is yours, enter this code within 3 days.",
      otherwise: "If you did not ask for it, ignore this mail.",
    },
  },
};

/** Where a page of the installation takes the token: behind the #, which no server's log sees. */
const pages: Record<MailTokenKind, string> = { reset: "/password-reset", verification: "/email-verification" };

/** The mail that carries a token, and a link where the installation has a public address. */
export function letter(
  kind: MailTokenKind,
  { to, token, language, publicUrl }: { to: string; token: string; language: Language; publicUrl?: string },
): Mail {
  const { subject, ask, otherwise } = sentences[kind][language];
  const link = publicUrl ? [`${publicUrl}${pages[kind]}#${token}`] : [];
  return { to, subject, text: [ask, token, ...link, otherwise].join("\n\n") + "\n" };
}
