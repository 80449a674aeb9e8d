import { countAttempts } from "../http/attempts.ts";
import { addressKey } from "../http/limits.ts";
import type { Language } from "../http/request.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";
import { letter } from "./letters.ts";
import { type MailClaims, type MailTokenKind, openMailTokens } from "./mail_tokens.ts";
import { emailTag } from "./state.ts";

/** How many mails may go to one e-mail address or be asked for by one account. */
const mailLimit = { most: 5, windowSec: 15 * 60 };
/** How many may be asked for from one network address, which many people may share. */
const clientLimit = { ...mailLimit, most: 20 };

/** Whom a mail goes to, and what its token is for. */
export type Addressed = MailClaims & { to: string };

/** What asking for a mail takes, whatever the mail is for. */
export type MailRequests = {
  /** Counts a request; a refusal where there were too many, or where no mail can be sent. */
  admit(of: { email: string; address: string; userId?: number }): Promise<Refusal | undefined>;
  /** Sends a token in the background to whoever `find` finds. */
  send(kind: MailTokenKind, language: Language, find: () => Promise<Addressed | undefined>): void;
  /** Whom a token from a mail is for. */
  verify(kind: MailTokenKind, token: string): MailClaims | Refusal;
};

/** Opens the sending of tokens by mail. Requests are counted in PostgreSQL, as wrong passwords are. */
export function mailRequests({ sql, secrets, mail, config, now }: System): MailRequests {
  const attempts = countAttempts(sql);
  const tokens = openMailTokens(secrets.derive("tokens in mails"));
  return {
    async admit({ email, address, userId }) {
      if (!mail) return refuse("mail.unavailable", { seconds: 3600 });
      const asked = [`mail to ${emailTag(email)}`, ...(userId === undefined ? [] : [`mail of ${userId}`])];
      const seconds = await attempts.reserve([
        { key: secrets.hash(`mail from ${addressKey(address)}`), ...clientLimit },
        ...asked.map((what) => ({ key: secrets.hash(what), ...mailLimit })),
      ]);
      return seconds > 0 ? refuse("request.too_many", { seconds }) : undefined;
    },
    send(kind, language, find) {
      mail?.send(async () => {
        const found = await find();
        if (!found) return undefined;
        const { to, ...claims } = found;
        return letter(kind, { to, token: tokens.make(kind, claims, now()), language, publicUrl: config.publicUrl });
      });
    },
    verify: (kind, token) => tokens.verify(kind, token, now()) ?? refuse("auth.mail_token_invalid"),
  };
}
