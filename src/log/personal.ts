import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { Forgotten } from "./log.ts";
import { makeHeldKeys } from "./held_keys.ts";
import { unwrapKey, wrapKey, type WrappingKey } from "./wrapping.ts";

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
  const held = makeHeldKeys(options.held ?? keysHeld);

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
      if (key) found.set(subject, key);
      else unknown.push(subject);
    }
    if (unknown.length === 0) return found;
    const before = held.forgotten();
    const rows = await sql<{ subject: number; wrapped_by: string; wrapped: Uint8Array }[]>`
      SELECT subject, wrapped_by, wrapped FROM personal_keys
      WHERE subject IN (SELECT jsonb_array_elements_text(${sql.json(unknown)})::bigint)`;
    for (const row of rows) {
      const key = unwrap(row.subject, row.wrapped_by, row.wrapped);
      found.set(row.subject, key);
      // one that was forgotten while the answer was on its way must not come back
      if (before === held.forgotten()) held.hold(row.subject, key);
    }
    return found;
  }

  return {
    load,
    forget: held.forget,
    async erase(subject) {
      await sql`DELETE FROM personal_keys WHERE subject = ${subject}`;
      held.forget(subject);
    },
    async forSealing(subjects) {
      const keys = await load(subjects);
      const missing = new Set([...subjects].filter((subject) => !keys.has(subject)));
      if (missing.size === 0) return keys;
      await makeKeys(sql, wrapping[0], [...missing]);
      for (const [subject, key] of await load(missing)) keys.set(subject, key);
      for (const subject of subjects) {
        if (keys.has(subject)) continue;
        throw new Forgotten(`The key of person ${subject} was deleted: nothing can be sealed for them.`);
      }
      return keys;
    },
  };
}

/** Makes keys for those who never had one. Of two processes that make one for the same person, the first wins. */
async function makeKeys(sql: Sql, by: WrappingKey, subjects: readonly number[]): Promise<void> {
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

function asPersonalKey(key: Uint8Array): PersonalKey {
  return { id: createHash("sha256").update(key).digest("base64url").slice(0, 6), key };
}
