import type { Sql } from "postgres";

/** What is counted under a key, which is a keyed hash: at most `most` in any `windowSec`. */
export type Count = { key: string; most: number; windowSec: number };

/** Counts attempts in PostgreSQL, so that several processes count together. */
export type Attempts = {
  /**
   * Counts an attempt before it is known how it ends and returns 0, or counts nothing and returns the seconds to wait.
   * However many come at once, no more than each count allows get a 0.
   */
  reserve(counts: readonly Count[]): Promise<number>;
  /** The attempt failed: it counts on, as one does of which nothing is heard. */
  failed(keys: readonly string[]): Promise<void>;
  /** The attempt does not count after all: gives it back, and none of those before it. */
  giveBack(keys: readonly string[]): Promise<void>;
  /** Deletes what no longer counts; returns how many keys that were. */
  sweep(): Promise<number>;
};

/** Attempts counted in the database that `sql` reaches. */
export function countAttempts(sql: Sql): Attempts {
  return {
    async reserve(counts) {
      const [{ wait }] = await sql<{ wait: number }[]>`SELECT wait FROM reserve_attempt(${asJson(sql, counts)})`;
      return wait;
    },
    async failed(keys) {
      await sql`SELECT settle_attempt(${sql.json(keys)}, true)`;
    },
    async giveBack(keys) {
      await sql`SELECT settle_attempt(${sql.json(keys)}, false)`;
    },
    async sweep() {
      const swept = await sql`
        DELETE FROM login_attempts WHERE key IN (
          SELECT key FROM login_attempts WHERE expires_at <= clock_timestamp() FOR UPDATE SKIP LOCKED)`;
      return swept.count;
    },
  };
}

/** Counts as the functions of the schema take them. */
export function asJson(sql: Sql, counts: readonly Count[]) {
  return sql.json(counts.map(({ key, most, windowSec }) => ({ key, most, window_sec: windowSec })));
}
