import type { Sql } from "postgres";

/** What one contender for a lease does and tells. */
export type LeaseOptions = {
  /** Who this is, for people to read; a random suffix makes it unique. */
  holder: string;
  /**
   * Called with each holding. Must come to its end soon after `signal` aborts: the next holding waits for it. What it
   * writes carries the epoch, so that nothing written late counts.
   */
  lead(epoch: number, signal: AbortSignal): Promise<void>;
  /** How long a holding lasts without being renewed. */
  ttlMs?: number;
  /** How often the holder renews, and the others try. */
  renewMs?: number;
  /** Told of what `lead` threw; the lease is then given back and contended for again. */
  onError?(error: unknown): void;
};

/** A contender for a lease. */
export type Lease = {
  /** The epoch held now, if any. */
  epoch(): number | undefined;
  /** Resolves after `signal` has aborted, `lead` has ended and the lease is given back. Never rejects. */
  done: Promise<void>;
};

type Holding = { epoch: number; untilMs: number };

/**
 * Contends for a lease until `signal` aborts. At most one contender holds it by the database's clock, and the epoch
 * rises by one with every holding. When a holder is gone without a word another has it within `ttlMs` + `renewMs`;
 * a graceful end gives it back at once.
 *
 * @param name what is led (`projections`, `matcher`)
 */
export function lease(sql: Sql, name: string, options: LeaseOptions, signal: AbortSignal): Lease {
  const { ttlMs = 3_000, renewMs = 1_000 } = options;
  const holder = `${options.holder} ${crypto.randomUUID()}`;
  let held: number | undefined;

  /** Asks the database; undefined when it said no, or nothing in time. The holding counts from before the question. */
  async function ask(question: () => Promise<{ epoch: number }[]>, withinMs: number): Promise<Holding | undefined> {
    const askedAtMs = performance.now();
    const rows = await within(question(), withinMs);
    return rows?.[0] && { epoch: rows[0].epoch, untilMs: askedAtMs + ttlMs };
  }

  const ttl = `${ttlMs} milliseconds`;
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

  /** Renews until told to stop; resolves early once the lease is lost. */
  async function keep(holding: Holding, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await pause(Math.min(renewMs, holding.untilMs - performance.now()), stop);
      if (stop.aborted) return;
      const renewed = await renew(holding);
      if (renewed) holding = renewed;
      // an answer that failed leaves time to ask again, as long as the holding lasts
      else if (performance.now() >= holding.untilMs || await isTaken(holding)) return;
    }
  }

  async function isTaken({ epoch, untilMs }: Holding): Promise<boolean> {
    const rows = await within(
      sql<{ ours: boolean }[]>`
        SELECT holder = ${holder} AND epoch = ${epoch} AND expires_at > clock_timestamp() AS ours
        FROM leases WHERE name = ${name}`,
      untilMs - performance.now(),
    );
    return rows !== undefined && !rows[0]?.ours;
  }

  async function hold(holding: Holding): Promise<void> {
    const leading = new AbortController();
    const renewing = new AbortController();
    const kept = keep(holding, renewing.signal).finally(() => leading.abort());
    const onStop = () => leading.abort();
    signal.addEventListener("abort", onStop, { once: true });
    if (signal.aborted) onStop();
    held = holding.epoch;
    try {
      await options.lead(holding.epoch, leading.signal);
    } catch (error) {
      if (!leading.signal.aborted) options.onError?.(error);
    } finally {
      held = undefined;
      signal.removeEventListener("abort", onStop);
      renewing.abort();
      await kept;
      await release(holding);
    }
  }

  async function contend(): Promise<void> {
    while (!signal.aborted) {
      const holding = await take();
      if (holding) await hold(holding);
      await pause(renewMs * (0.5 + Math.random() / 2), signal);
    }
  }

  return { epoch: () => held, done: contend() };
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

/** Waits, at most until the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
