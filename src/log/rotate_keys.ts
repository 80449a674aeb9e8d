import type { Sql } from "postgres";
import { unwrapKey, wrapKey, type WrappingKey } from "./wrapping.ts";

const keysPerPage = 500;

/** How many keys each master key wraps, by its id. */
export type WrappedBy = { id: string; keys: number }[];

/** What is rotated, and with what. */
export type RotateOptions = {
  sql: Sql;
  /** The first wraps from now on; the others are those that may have wrapped so far. */
  wrapping: readonly WrappingKey[];
  signal: AbortSignal;
  /** Called with the number of keys looked at so far. */
  progress?: (done: number, total: number) => void;
};

/**
 * Wraps every person's key again under the first master key, page by page, each key only if it is still as it was read:
 * beside running servers, and to be broken off and repeated anywhere. Keys wrapped by what is not configured are left.
 */
export async function rotateKeys({ sql, wrapping, signal, progress }: RotateOptions): Promise<WrappedBy> {
  const [first] = wrapping;
  const wrappers = new Map(wrapping.map((key) => [key.id, key]));
  const [{ total }] = await sql<{ total: number }[]>`
    SELECT count(*) AS total FROM personal_keys WHERE wrapped_by <> ${first.id}`;
  // reports have keys, too: below 0
  for (let after = Number.MIN_SAFE_INTEGER, done = 0;;) {
    signal.throwIfAborted();
    const page = await sql<{ subject: number; wrapped_by: string; wrapped: Uint8Array }[]>`
        SELECT subject, wrapped_by, wrapped FROM personal_keys
        WHERE subject > ${after} AND wrapped_by <> ${first.id} ORDER BY subject LIMIT ${keysPerPage}`;
    if (page.length === 0) break;
    const anew = page.flatMap(({ subject, wrapped_by, wrapped }) => {
      const by = wrappers.get(wrapped_by);
      if (!by) return [];
      const key = unwrapKey(by, subject, wrapped);
      return [{ subject, before: wrapped.toBase64(), after: wrapKey(first, subject, key).toBase64() }];
    });
    await sql`
      UPDATE personal_keys k SET wrapped_by = ${first.id}, wrapped = decode(n.after, 'base64')
      FROM jsonb_to_recordset(${sql.json(anew)}) AS n(subject bigint, before text, after text)
      WHERE k.subject = n.subject AND k.wrapped = decode(n.before, 'base64')`;
    after = page[page.length - 1].subject;
    progress?.(done += page.length, total);
  }
  return [
    ...await sql<WrappedBy>`
      SELECT wrapped_by AS id, count(*) AS keys FROM personal_keys GROUP BY wrapped_by ORDER BY wrapped_by`,
  ];
}
