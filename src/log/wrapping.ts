import { open, seal } from "./sealing.ts";

/** A key that wraps the keys of personal data; 32 bytes. */
export type WrappingKey = { id: string; key: Uint8Array };

/** A person's key as it is stored: sealed under a master key. */
export function wrapKey(by: WrappingKey, subject: number, key: Uint8Array): Uint8Array {
  return seal(by.key, key, `key of ${subject}`);
}

/** A person's key from what is stored of it. @throws when another master key wrapped it, or for someone else */
export function unwrapKey(by: WrappingKey, subject: number, wrapped: Uint8Array): Uint8Array {
  return open(by.key, wrapped, `key of ${subject}`);
}
