import type { Sql } from "postgres";

/** One count: at most `most` attempts in any `windowSec`. The key is a keyed hash. */
export type Count = { key: string; most: number; windowSec: number };

/** Counts attempts in PostgreSQL, shared by all processes. */
export type Attempts = {
  /**
   * Counts an attempt before its outcome is known and returns 0, or counts nothing and returns the seconds to wait. The
   * counts hold for any number of concurrent attempts.
   */
  reserve(counts: readonly Count[]): Promise<number>;
  /** The attempt failed and keeps counting. So does one that is never settled. */
  failed(keys: readonly string[]): Promise<void>;
  /** Takes back this attempt, and no earlier one. */
  giveBack(keys: readonly string[]): Promise<void>;
  /** Deletes expired attempts and returns the number of keys deleted. */
  sweep(): Promise<number>;
};

/** Counts attempts in the database of `sql`. */
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

/** The counts in the form that the SQL functions take. */
export function asJson(sql: Sql, counts: readonly Count[]) {
  return sql.json(counts.map(({ key, most, windowSec }) => ({ key, most, window_sec: windowSec })));
}
