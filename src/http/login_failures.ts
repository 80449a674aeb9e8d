import type { Sql } from "postgres";

/** How often a password may be tried wrongly: the contract's 10 in 5 minutes, per account and per address. */
export const loginLimit = { failures: 10, windowSec: 300 };

/** What is counted: how many in how long; an attempt may be under way for `inFlightSec`, 3 unless told. */
export type FailureLimit = { failures: number; windowSec: number; inFlightSec?: number };

/** Counts failed logins in PostgreSQL, so that several processes count together. Keys are keyed hashes. */
export type LoginFailures = {
  /**
   * Counts an attempt as failed before the password is looked at and returns 0, or counts nothing and returns the
   * seconds to wait. However many come at once, no more than the limit get a 0.
   */
  attempt(keys: string[]): Promise<number>;
  /** The attempt was no failure: gives it back. A success does not forgive the failures before it. */
  succeeded(keys: string[]): Promise<void>;
  /** Deletes what is counted under some keys. */
  forget(keys: string[]): Promise<void>;
  /** Deletes what no longer counts; returns how many keys that were. */
  sweep(): Promise<number>;
};

/** Failed logins, counted in the database that `sql` reaches. */
export function loginFailures(
  sql: Sql,
  { failures, windowSec, inFlightSec = 3 }: FailureLimit = loginLimit,
): LoginFailures {
  return {
    async attempt(keys) {
      const giveUpAt = performance.now() + inFlightSec * 1000;
      for (;;) {
        const [{ wait }] = await sql<{ wait: number }[]>`
          SELECT attempt_login(${sql.json(keys)}, ${failures}, ${windowSec}) AS wait`;
        // all that fill the limit began just now: most are being looked at, and those that are right make room again
        const mayMakeRoom = wait > windowSec - inFlightSec && performance.now() < giveUpAt;
        if (!mayMakeRoom) return wait;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async succeeded(keys) {
      await sql`SELECT forgive_login(${sql.json(keys)})`;
    },
    async forget(keys) {
      await sql`DELETE FROM login_attempts WHERE key IN (SELECT jsonb_array_elements_text(${sql.json(keys)}))`;
    },
    async sweep() {
      return (await sql`DELETE FROM login_attempts WHERE expires_at <= clock_timestamp()`).count;
    },
  };
}
