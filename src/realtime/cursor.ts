import { createCipheriv, createHash, timingSafeEqual } from "node:crypto";

/** Where in a log a client is: it has been shown everything up to a position, at a time (of which the minute is kept). */
export type Place = { position: number; at: Date };

/** Cursors of one person in one log. */
export type Cursors = {
  write(place: Place): string;
  /** The place, or undefined for anything that was not made here, for this person and of this log. */
  read(cursor: string): Place | undefined;
};

/** The cursors of everybody in one log. Once disposed, it neither makes nor reads any. */
export type CursorMaker = Disposable & { of(userId: number): Cursors };

const base64url = { alphabet: "base64url", omitPadding: true } as const;
const blockBytes = 16;
const tagBytes = 16;
/** Six bytes of position, four of minutes. */
const placeBytes = 10;
const minuteMs = 60_000;

/**
 * Makes cursors that clients can neither read nor make; one shown by another, or to another log, opens nothing.
 *
 * Sealed as AES-SIV seals (RFC 5297): a MAC over person and place, and the place masked by what that MAC enciphers to.
 * Both are of one length always, where CBC-MAC is sound. One goes with every event shown: this is two blocks through
 * ciphers that are set up already, a tenth of the time of AES-GCM with a nonce and a set-up each.
 *
 * @param key 32 bytes
 * @param log the log's id
 */
export function openCursors(key: Uint8Array, log: string): CursorMaker {
  const mac = cipher(key, "mac");
  const mask = cipher(key, "mask");
  const place = new Uint8Array(placeBytes);
  const scratch = { place, view: new DataView(place.buffer), sealed: new Uint8Array(tagBytes + placeBytes) };

  function of(userId: number): Cursors {
    let person: Uint8Array | undefined;
    const personOf = () =>
      person ??= mac.encipher(createHash("sha256").update(`${log} ${userId}`).digest().subarray(0, blockBytes));
    const tagOf = (place: Uint8Array) => mac.encipher(xor(personOf(), place));
    return {
      write({ position, at }) {
        const { place, view } = scratch;
        view.setUint32(0, Math.floor(position / 2 ** 16));
        view.setUint16(4, position % 2 ** 16);
        view.setUint32(6, Math.floor(at.getTime() / minuteMs));
        const tag = tagOf(place);
        const { sealed } = scratch;
        sealed.set(tag);
        sealed.set(xor(mask.encipher(tag), place).subarray(0, placeBytes), tagBytes);
        return sealed.toBase64(base64url);
      },
      read(cursor) {
        const sealed = decode(cursor);
        if (sealed?.length !== tagBytes + placeBytes) return undefined;
        const tag = sealed.subarray(0, tagBytes);
        const place = xor(mask.encipher(tag), sealed.subarray(tagBytes)).slice(0, placeBytes);
        if (!timingSafeEqual(tagOf(place), tag)) return undefined;
        const view = new DataView(place.buffer);
        const position = view.getUint32(0) * 2 ** 16 + view.getUint16(4);
        return { position, at: new Date(view.getUint32(6) * minuteMs) };
      },
    };
  }

  return {
    of,
    [Symbol.dispose]() {
      mac.close();
      mask.close();
    },
  };
}

/** Enciphers single blocks, each by itself, under a key of its own for that use. */
function cipher(key: Uint8Array, use: string) {
  const own = createHash("sha256").update(key).update(`cursor ${use}`).digest();
  const blocks = createCipheriv("aes-256-ecb", own, null).setAutoPadding(false);
  return { encipher: (block: Uint8Array): Uint8Array => blocks.update(block), close: () => void blocks.final() };
}

/** The first with the beginning of the second over it. */
function xor(block: Uint8Array, over: Uint8Array): Uint8Array<ArrayBuffer> {
  const mixed = new Uint8Array(block);
  for (let n = 0; n < over.length; n++) mixed[n] ^= over[n];
  return mixed;
}

function decode(cursor: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
  } catch {
    return undefined;
  }
}
