import type { Sql } from "postgres";

/** How often a password may be tried wrongly: the contract's 10 in 5 minutes, per account and per address. */
export const loginLimit = { failures: 10, windowSec: 300 };

/** Counts failed logins in PostgreSQL, so that several processes count together. Keys are keyed hashes. */
export type LoginFailures = {
  /** Seconds until the keys may be tried again; 0 when they may now. Counts nothing. */
  check(keys: string[]): Promise<number>;
  /**
   * Counts an attempt as failed before the password is looked at and returns 0, or counts nothing and returns the
   * seconds to wait. However many come at once, no more than the limit get a 0.
   */
  attempt(keys: string[]): Promise<number>;
  /** The attempt was no failure: gives it back. A success does not forgive the failures before it. */
  succeeded(keys: string[]): Promise<void>;
  /** Deletes what no longer counts; returns how many keys that were. */
  sweep(): Promise<number>;
};

/** Failed logins, counted in the database that `sql` reaches. */
export function loginFailures(sql: Sql, { failures, windowSec } = loginLimit): LoginFailures {
  return {
    async check(keys) {
      const [row] = await sql<{ wait: number }[]>`SELECT login_wait(${
        sql.json(keys)
      }, ${failures}, ${windowSec}) AS wait`;
      return row.wait;
    },
    async attempt(keys) {
      const [row] = await sql<
        { wait: number }[]
      >`SELECT attempt_login(${sql.json(keys)}, ${failures}, ${windowSec}) AS wait`;
      return row.wait;
    },
    async succeeded(keys) {
      await sql`SELECT forgive_login(${sql.json(keys)})`;
    },
    async sweep() {
      return (await sql`DELETE FROM login_attempts WHERE expires_at <= clock_timestamp()`).count;
    },
  };
}
