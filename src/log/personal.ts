import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Sql } from "postgres";

/** A key that wraps the keys of personal data; 32 bytes. */
export type WrappingKey = { id: string; key: Uint8Array };

/** The keys of personal data, one a person. Deleting a key forgets its person: nothing sealed under it opens again. */
export type PersonalKeys = {
  /** The person's key, made when they have none. */
  forSealing(subject: number): Promise<Uint8Array>;
  /** Brings the keys of these people into memory. */
  load(subjects: ReadonlySet<number>): Promise<void>;
  /** A loaded key; undefined when the person was forgotten. */
  get(subject: number): Uint8Array | undefined;
  /** Drops a key from memory, because it was deleted. */
  forget(subject: number): void;
};

const keysHeld = 100_000;
const ivBytes = 12;
const tagBytes = 16;

/** Opens the keys, wrapped by the first of `wrapping`, unwrapped by whichever wrapped them. */
export function personalKeys(sql: Sql, wrapping: readonly WrappingKey[]): PersonalKeys {
  const held = new Map<number, Uint8Array | undefined>();

  function hold(subject: number, key: Uint8Array | undefined): void {
    if (held.size >= keysHeld) for (const oldest of held.keys()) { held.delete(oldest); break; }
    held.set(subject, key);
  }

  function unwrap(subject: number, wrappedBy: string, wrapped: Uint8Array): Uint8Array {
    const by = wrapping.find((key) => key.id === wrappedBy);
    if (!by) throw new Error(`The key of person ${subject} is wrapped by master key ${wrappedBy}, which is not configured.`);
    return open(by.key, wrapped, `key of ${subject}`);
  }

  async function load(subjects: ReadonlySet<number>): Promise<void> {
    const wanted = [...subjects].filter((subject) => !held.has(subject));
    if (wanted.length === 0) return;
    const rows = await sql<{ subject: number; wrapped_by: string; wrapped: Uint8Array }[]>`
      SELECT subject, wrapped_by, wrapped FROM personal_keys
      WHERE subject IN (SELECT jsonb_array_elements_text(${sql.json(wanted)})::bigint)`;
    for (const subject of wanted) hold(subject, undefined);
    for (const row of rows) hold(row.subject, unwrap(row.subject, row.wrapped_by, row.wrapped));
  }

  return {
    load,
    get: (subject) => held.get(subject),
    forget: (subject) => void held.delete(subject),
    async forSealing(subject) {
      const known = held.get(subject);
      if (known) return known;
      const wrapped = seal(wrapping[0].key, randomBytes(32), `key of ${subject}`);
      await sql`
        INSERT INTO personal_keys (subject, wrapped_by, wrapped) VALUES (${subject}, ${wrapping[0].id}, ${wrapped})
        ON CONFLICT (subject) DO NOTHING`;
      held.delete(subject);
      await load(new Set([subject]));
      const key = held.get(subject);
      if (!key) throw new Error(`The key of person ${subject} was deleted while something was being sealed for them.`);
      return key;
    },
  };
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
