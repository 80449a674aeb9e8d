import type { Asker } from "../../deciding/command.ts";
import { isRefusal } from "../../answers/refusals.ts";
import type { System } from "../../system.ts";
import { waitingAmong } from "./candidates.ts";
import { endUnshown } from "./end_unshown.ts";
import { type LookAt, oneAfterTheOther } from "./looks.ts";
import type { Meetings } from "./meetings.ts";
import { offerMatch } from "./offer_match.ts";
import { makePool, type Waiting } from "./pool.ts";

/** People per query, so that a crowd does not hold up everything else in the process. */
const lookAtOnce = 1_000;

/** The pool, and the offers that are being made from it. */
export type Matching = {
  /** Brings what is known of people up to date, and matches those of them who wait. */
  lookAt: LookAt;
  isWaiting(userId: number): boolean;
  /** Waits for the offers under way. */
  settled(): Promise<void>;
};

/**
 * Makes an empty pool, and matches the people it is told to look at.
 *
 * @param of.failed called when somebody might have been left out
 */
export function openMatching(
  system: System,
  of: { meetings: Meetings; asker: Asker; until: AbortSignal; failed(error: unknown): void },
): Matching {
  const { registry, run, now } = system;
  const { meetings, asker, until } = of;
  const pool = makePool();
  /** People an offer is being appended for; they are in no pool meanwhile. */
  const taken = new Set<number>();
  const offers = new Set<Promise<void>>();

  const lookAt = oneAfterTheOther(async (at, gone) => {
    for (const userId of gone) if (!at.has(userId)) pool.remove(userId);
    const userIds = [...at];
    for (let n = 0; n < userIds.length; n += lookAtOnce) await look(userIds.slice(n, n + lookAtOnce));
    system.showWaiting(pool.size());
  });

  async function look(userIds: readonly number[]): Promise<void> {
    const { people, unshown } = await waitingAmong(registry, userIds, now());
    await Promise.all(unshown.map((userId) => run(endUnshown, { userId }, asker)));
    const waiting = new Map(people.map((person) => [person.userId, person]));
    for (const userId of userIds) if (!waiting.has(userId)) pool.remove(userId);
    const byWait = [...waiting.values()].sort((a, b) => a.since - b.since || a.userId - b.userId);
    for (const person of byWait) if (!taken.has(person.userId)) pool.put(person);
    for (const person of byWait) if (pool.get(person.userId)) match(person);
  }

  function match(person: Waiting): void {
    if (until.aborted) return;
    const nowMs = now().getTime();
    const partner = pool.partnerFor(person, (userId) => meetings.haveMet(person.userId, userId, nowMs));
    if (!partner) return;
    const two = [person, partner].sort((a, b) => a.userId - b.userId) as [Waiting, Waiting];
    for (const { userId } of two) {
      pool.remove(userId);
      taken.add(userId);
    }
    const offer = makeOffer(two).catch(of.failed).finally(() => offers.delete(offer));
    offers.add(offer);
  }

  async function makeOffer([first, second]: readonly [Waiting, Waiting]): Promise<void> {
    const userIds: [number, number] = [first.userId, second.userId];
    const cells: [string | null, string | null] = [cellAt(first, now()), cellAt(second, now())];
    const outcome = await run(offerMatch, { userIds, cells }, asker)
      .finally(() => userIds.forEach((userId) => taken.delete(userId)));
    // an offer's event updates both; a refusal has no event, and if one of the two left, the other still waits
    const offered = !isRefusal(outcome) && outcome.offered;
    if (!offered && !until.aborted) await lookAt(userIds);
  }

  return {
    lookAt,
    isWaiting: (userId) => pool.get(userId) !== undefined,
    settled: async () => void await Promise.all(offers),
  };
}

/** Where someone is, or null once that is to be forgotten. */
function cellAt({ cell, cellUntil }: Waiting, now: Date): string | null {
  return cellUntil > now.getTime() ? cell : null;
}
