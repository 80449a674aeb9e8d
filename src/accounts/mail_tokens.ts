import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../../projections/accounts/credentials.ts";

/** How long what a mail carries is good. */
export const mailTokenLifetimeSec = { reset: 30 * 60, verification: 3 * 24 * 3600 };

/** What a token in a mail is for. */
export type MailTokenKind = keyof typeof mailTokenLifetimeSec;

/** Whom a token is for, and the digest of what must not have changed since it was made. */
export type MailClaims = { userId: number; restsOn: string };

/** Makes and checks the tokens that mails carry. They are stored nowhere. */
export type MailTokens = {
  make(kind: MailTokenKind, claims: MailClaims, now: Date): string;
  /** The claims, or undefined for anything that is not a good, unexpired token of ours and of this kind. */
  verify(kind: MailTokenKind, token: string, now: Date): MailClaims | undefined;
};

/**
 * Opens the maker of mail tokens.
 *
 * @param key 32 bytes
 */
export function openMailTokens(key: Uint8Array): MailTokens {
  const utf8 = new TextEncoder();
  const macOf = (claims: string) => createHmac("sha256", key).update(claims).digest("base64url");
  return {
    make(kind, { userId, restsOn }, now) {
      const expiresAt = Math.floor(now.getTime() / 1000) + mailTokenLifetimeSec[kind];
      const claims = `${kind}.${userId}.${expiresAt}.${restsOn}`;
      return `${claims}.${macOf(claims)}`;
    },
    verify(kind, token, now) {
      const parts = /^((\w+)\.(\d{1,16})\.(\d{1,12})\.([\w-]{22}))\.([\w-]{43})$/.exec(token);
      if (!parts) return undefined;
      const [, claims, tokenKind, userId, expiresAt, restsOn, mac] = parts;
      const isOurs = timingSafeEqual(utf8.encode(macOf(claims)), utf8.encode(mac));
      if (!isOurs || tokenKind !== kind || Number(expiresAt) * 1000 <= now.getTime()) return undefined;
      return { userId: Number(userId), restsOn };
    },
  };
}

/** What a reset rests on: a password or an address that changed since makes the token worthless, also its own use. */
export function resetBasis({ password_hash, email_hash }: Credentials): string {
  return digest(`reset|${password_hash}|${email_hash}`);
}

/** What a verification rests on: the address to which the token went. */
export function verificationBasis(emailHash: string): string {
  return digest(`verification|${emailHash}`);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
