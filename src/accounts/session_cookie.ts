import { createHash, createHmac } from "node:crypto";
import { isSame } from "./is_same.ts";

const idBytes = 16;
const macBytes = 24;
const shape = /^[\w-]{54}$/;

/** Makes and reads the values of session cookies. */
export type SessionCookie = {
  /** The same value for a session at any time: it does not rotate. */
  write(sessionId: string): string;
  /** The session's id; undefined for a value that is not ours. */
  read(value: string): string | undefined;
  /** What is stored of a cookie. */
  hash(sessionId: string): string;
};

/**
 * Values of session cookies: the session's id and an HMAC of it. Only a hash is stored, and a value that somebody made up
 * costs no look at the database.
 *
 * @param key 32 bytes, for this alone
 */
export function openSessionCookie(key: Uint8Array): SessionCookie {
  function write(sessionId: string): string {
    const value = new Uint8Array(idBytes + macBytes);
    const id = Uint8Array.fromHex(sessionId.replaceAll("-", ""));
    value.set(id);
    value.set(createHmac("sha256", key).update(id).digest().subarray(0, macBytes), idBytes);
    return value.toBase64({ alphabet: "base64url", omitPadding: true });
  }

  return {
    write,
    read(value) {
      if (!shape.test(value)) return undefined;
      const id = Uint8Array.fromBase64(value, { alphabet: "base64url" }).subarray(0, idBytes);
      const sessionId = id.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      return isSame(value, write(sessionId)) ? sessionId : undefined;
    },
    hash: (sessionId) => createHash("sha256").update(write(sessionId)).digest("base64url"),
  };
}
