import type { Sql } from "postgres";

/** A lease that is held: its epoch, and until when by this process's clock. */
export type Holding = { epoch: number; untilMs: number };

/**
 * What a contender asks of the row of a lease. Each answer is undefined when the database said no, or nothing in time.
 *
 * @param of.holder who asks: a name that is its alone
 */
export function leaseRow(sql: Sql, of: { name: string; holder: string; ttlMs: number; renewMs: number }) {
  const { name, holder, ttlMs, renewMs } = of;
  const ttl = `${ttlMs} milliseconds`;

  /** Asks the database; undefined when it said no, or nothing in time. The holding counts from before the question. */
  async function ask(question: () => Promise<{ epoch: number }[]>, withinMs: number): Promise<Holding | undefined> {
    const askedAtMs = performance.now();
    const rows = await within(question(), withinMs);
    return rows?.[0] && { epoch: rows[0].epoch, untilMs: askedAtMs + ttlMs };
  }

  // who lost the answer to its own taking may take again: the holder's name is its alone
  const take = () =>
    ask(() =>
      sql<{ epoch: number }[]>`
        INSERT INTO leases AS l (name, holder, epoch, expires_at)
        VALUES (${name}, ${holder}, 1, clock_timestamp() + ${ttl}::interval)
        ON CONFLICT (name) DO UPDATE
          SET holder = excluded.holder, epoch = l.epoch + 1, expires_at = clock_timestamp() + ${ttl}::interval
          WHERE l.expires_at <= clock_timestamp() OR l.holder = excluded.holder
        RETURNING epoch`, ttlMs);
  const renew = ({ epoch, untilMs }: Holding) =>
    ask(() =>
      sql<{ epoch: number }[]>`
        UPDATE leases SET expires_at = clock_timestamp() + ${ttl}::interval
        WHERE name = ${name} AND holder = ${holder} AND epoch = ${epoch} AND expires_at > clock_timestamp()
        RETURNING epoch`, untilMs - performance.now());
  const release = ({ epoch }: Holding) =>
    within(
      sql`
        UPDATE leases SET expires_at = '-infinity'
        WHERE name = ${name} AND holder = ${holder} AND epoch = ${epoch}`,
      renewMs,
    );

  async function isTaken({ epoch, untilMs }: Holding): Promise<boolean> {
    const rows = await within(
      sql<{ ours: boolean }[]>`
        SELECT holder = ${holder} AND epoch = ${epoch} AND expires_at > clock_timestamp() AS ours
        FROM leases WHERE name = ${name}`,
      untilMs - performance.now(),
    );
    return rows !== undefined && !rows[0]?.ours;
  }

  return { take, renew, release, isTaken };
}

/** The answer, or undefined when it failed or took too long. */
function within<T>(answer: PromiseLike<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), Math.max(0, ms));
    const settle = (value?: T) => {
      clearTimeout(timer);
      resolve(value);
    };
    answer.then(settle, () => settle());
  });
}
