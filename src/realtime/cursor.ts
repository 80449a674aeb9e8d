import { open, seal } from "../log/personal.ts";

/** Where in a log a client is: it has been shown everything up to a position. */
export type Place = { log: string; position: number; at: Date };

/** Makes cursors that clients can neither read nor make. */
export type Cursors = {
  write(place: Place): string;
  /** The place, or undefined for anything that was not made here for this person. */
  read(cursor: string): Place | undefined;
};

const base64url = { alphabet: "base64url", omitPadding: true } as const;

/**
 * Cursors of one person: a cursor shown by another opens nothing.
 *
 * @param key 32 bytes
 */
export function cursorsOf(key: Uint8Array, userId: number): Cursors {
  const context = `cursor of ${userId}`;
  return {
    write({ log, position, at }) {
      const plain = new TextEncoder().encode(JSON.stringify([log, position, at.getTime()]));
      return seal(key, plain, context).toBase64(base64url);
    },
    read(cursor) {
      try {
        const plain = open(key, Uint8Array.fromBase64(cursor, { alphabet: "base64url" }), context);
        const [log, position, at] = JSON.parse(new TextDecoder().decode(plain));
        return { log, position, at: new Date(at) };
      } catch {
        return undefined;
      }
    },
  };
}
