import { createHmac } from "node:crypto";
import { isSame } from "./is_same.ts";

/** Who a CSRF token is made for: a session, or a visitor without one. */
export type TokenHolder = { session: string } | { visitor: string };

/** Makes and checks CSRF tokens. */
export type CsrfTokens = {
  of(holder: TokenHolder): string;
  isOf(holder: TokenHolder, token: string): boolean;
};

/**
 * CSRF tokens: an HMAC of the session's id or of the visitor's cookie, so that none is stored and none is good for anybody
 * else (OWASP, "Signed Double-Submit Cookie").
 *
 * @param key 32 bytes, for this alone
 */
export function openCsrfTokens(key: Uint8Array): CsrfTokens {
  const of = (holder: TokenHolder) => {
    const text = "session" in holder ? `session ${holder.session}` : `visitor ${holder.visitor}`;
    return createHmac("sha256", key).update(text).digest("base64url");
  };
  return { of, isOf: (holder, token) => isSame(token, of(holder)) };
}
