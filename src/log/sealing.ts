import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, tag and ciphertext in one. `context` must be the same to open it. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(new TextEncoder().encode(context));
  const body = cipher.update(plain);
  cipher.final();
  const sealed = new Uint8Array(ivBytes + tagBytes + body.length);
  sealed.set(iv);
  sealed.set(cipher.getAuthTag(), ivBytes);
  sealed.set(body, ivBytes + tagBytes);
  return sealed;
}

/** What `seal` sealed. @throws when the key or the context is another, or a byte was changed */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, ivBytes))
    .setAAD(new TextEncoder().encode(context));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const plain = decipher.update(sealed.subarray(ivBytes + tagBytes));
  decipher.final();
  return plain;
}
