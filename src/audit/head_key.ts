import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { Secrets } from "../configuration/secrets.ts";

/** Signs heads of the log, and tells whether a signature is ours. */
export type HeadKey = {
  /** An Ed25519 signature (RFC 8032) in base64url. */
  sign(text: string): string;
  isSigned(text: string, signature: string): boolean;
};

/** A private Ed25519 key in DER is these bytes and its 32 bytes of seed (RFC 8410, section 7). */
const derPrefix = Uint8Array.fromHex("302e020100300506032b657004220420");

/**
 * The key of an installation, derived from its secrets. It never changes, and the database alone does not give it away.
 */
export function headKey(secrets: Pick<Secrets, "derive">): HeadKey {
  const der = new Uint8Array([...derPrefix, ...secrets.derive("signed heads of the log")]);
  const privateKey = createPrivateKey({ key: der.toBase64(), format: "der", type: "pkcs8", encoding: "base64" });
  const publicKey = createPublicKey(privateKey);
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    sign: (text) => sign(null, bytes(text), privateKey).toString("base64url"),
    isSigned(text, signature) {
      try {
        return verify(null, bytes(text), publicKey, Uint8Array.fromBase64(signature, { alphabet: "base64url" }));
      } catch {
        return false;
      }
    },
  };
}
