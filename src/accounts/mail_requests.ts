import { countAttempts } from "../http/attempts.ts";
import { addressKey } from "../http/limits.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { type MailClaims, type MailTokenKind, openMailTokens } from "./mail_tokens.ts";
import { emailTag } from "./state.ts";

/** How many mails may go to one e-mail address, or be requested by one account. */
const mailLimit = { most: 5, windowSec: 15 * 60 };
/** How many may be requested from one network address, which many people may share. */
const clientLimit = { ...mailLimit, most: 20 };

/** Everything that a request for a mail needs, for any purpose. */
export type MailRequests = {
  /** Counts a request. Refuses if there were too many, or if no mail can be sent. */
  admit(of: { email: string; address: string; userId?: number }): Promise<Refusal | undefined>;
  /** Makes the token that a mail carries. */
  tokenFor(kind: MailTokenKind, claims: MailClaims): string;
  /** The person that a token from a mail belongs to. */
  verify(kind: MailTokenKind, token: string): MailClaims | Refusal;
};

/** Prepares sending tokens by mail. Requests are counted in PostgreSQL, like wrong passwords. */
export function mailRequests({ sql, secrets, mail, now }: System): MailRequests {
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
    tokenFor: (kind, claims) => tokens.make(kind, claims, now()),
    verify: (kind, token) => tokens.verify(kind, token, now()) ?? refuse("auth.mail_token_invalid"),
  };
}
