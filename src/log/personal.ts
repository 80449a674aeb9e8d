import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { Forgotten } from "./log.ts";

/** A key that wraps the keys of personal data; 32 bytes. */
export type WrappingKey = { id: string; key: Uint8Array };

/** The key of one person's data. `id` tells it from a later key of the same person; it gives nothing of the key away. */
export type PersonalKey = { id: string; key: Uint8Array };

/** The keys of personal data, one a person. Deleting a key forgets its person: nothing sealed under it opens again. */
export type PersonalKeys = {
  /** The keys of all these people, made for those who have none. Rejects with `Forgotten` where one was erased. */
  forSealing(subjects: ReadonlySet<number>): Promise<ReadonlyMap<number, PersonalKey>>;
  /** The keys of those of these people who have one; the others were forgotten. */
  load(subjects: ReadonlySet<number>): Promise<ReadonlyMap<number, PersonalKey>>;
  /** Deletes a person's key. Other processes must be told to `forget` it. */
  erase(subject: number): Promise<void>;
  /** Drops a key from memory, because it was deleted. */
  forget(subject: number): void;
};

const keysHeld = 100_000;
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Opens the keys, wrapped by the first of `wrapping`, unwrapped by whichever wrapped them.
 *
 * @param options.held how many of the most recently used stay in memory
 */
export function personalKeys(
  sql: Sql,
  wrapping: readonly WrappingKey[],
  options: { held?: number } = {},
): PersonalKeys {
  const { held: limit = keysHeld } = options;
  /** In order of use, the longest unused first. */
  const held = new Map<number, PersonalKey>();
  let forgotten = 0;

  function hold(subject: number, key: PersonalKey): void {
    held.delete(subject);
    held.set(subject, key);
    if (held.size <= limit) return;
    for (const oldest of held.keys()) return void held.delete(oldest);
  }

  function unwrap(subject: number, wrappedBy: string, wrapped: Uint8Array): PersonalKey {
    const by = wrapping.find((key) => key.id === wrappedBy);
    if (by) return asPersonalKey(unwrapKey(by, subject, wrapped));
    throw new Error(`The key of person ${subject} is wrapped by master key ${wrappedBy}, which is not configured.`);
  }

  async function load(subjects: ReadonlySet<number>): Promise<Map<number, PersonalKey>> {
    const found = new Map<number, PersonalKey>();
    const unknown: number[] = [];
    for (const subject of subjects) {
      const key = held.get(subject);
      if (!key) unknown.push(subject);
      else found.set(subject, key), hold(subject, key);
    }
    if (unknown.length === 0) return found;
    const before = forgotten;
    const rows = await sql<{ subject: number; wrapped_by: string; wrapped: Uint8Array }[]>`
      SELECT subject, wrapped_by, wrapped FROM personal_keys
      WHERE subject IN (SELECT jsonb_array_elements_text(${sql.json(unknown)})::bigint)`;
    for (const row of rows) {
      const key = unwrap(row.subject, row.wrapped_by, row.wrapped);
      found.set(row.subject, key);
      // one that was forgotten while the answer was on its way must not come back
      if (before === forgotten) hold(row.subject, key);
    }
    return found;
  }

  /** Makes keys for those who never had one. Of two processes that make one for the same person, the first wins. */
  async function make(subjects: readonly number[]): Promise<void> {
    const [by] = wrapping;
    const made = subjects.map((subject) => ({
      subject,
      wrapped: wrapKey(by, subject, randomBytes(keyBytes)).toBase64(),
    }));
    await sql`
      INSERT INTO personal_keys (subject, wrapped_by, wrapped)
      SELECT subject, ${by.id}, decode(wrapped, 'base64')
      FROM jsonb_to_recordset(${sql.json(made)}) AS m(subject bigint, wrapped text)
      WHERE NOT EXISTS (SELECT FROM forgotten_subjects f WHERE f.subject = m.subject) ORDER BY subject
      ON CONFLICT (subject) DO NOTHING`;
  }

  function forget(subject: number): void {
    forgotten++;
    held.delete(subject);
  }

  return {
    load,
    forget,
    async erase(subject) {
      await sql`DELETE FROM personal_keys WHERE subject = ${subject}`;
      forget(subject);
    },
    async forSealing(subjects) {
      const keys = await load(subjects);
      const missing = new Set([...subjects].filter((subject) => !keys.has(subject)));
      if (missing.size === 0) return keys;
      await make([...missing]);
      for (const [subject, key] of await load(missing)) keys.set(subject, key);
      for (const subject of subjects) {
        if (keys.has(subject)) continue;
        throw new Forgotten(`The key of person ${subject} was deleted: nothing can be sealed for them.`);
      }
      return keys;
    },
  };
}

function asPersonalKey(key: Uint8Array): PersonalKey {
  return { id: createHash("sha256").update(key).digest("base64url").slice(0, 6), key };
}

/** A person's key as it is stored: sealed under a master key. */
export function wrapKey(by: WrappingKey, subject: number, key: Uint8Array): Uint8Array {
  return seal(by.key, key, `key of ${subject}`);
}

/** A person's key from what is stored of it. @throws when another master key wrapped it, or for someone else */
export function unwrapKey(by: WrappingKey, subject: number, wrapped: Uint8Array): Uint8Array {
  return open(by.key, wrapped, `key of ${subject}`);
}

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
