import type { Sql } from "postgres";
import { type Holding, leaseRow } from "./lease_row.ts";

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
  const { take, renew, release, isTaken } = leaseRow(sql, { name, holder, ttlMs, renewMs });
  let held: number | undefined;

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
