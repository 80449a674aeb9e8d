import { availability, waitingPeople } from "../../../projections/calls/availability.ts";
import { blocks } from "../../../projections/safety/blocks.ts";
import { pairsOfferedSince } from "../../../projections/calls/call_matches.ts";
import { matchSettings } from "../../../projections/calls/match_settings.ts";
import { users } from "../../../projections/accounts/users.ts";
import type { Event } from "../../../events/vocabulary.ts";
import { SYSTEM } from "../../deciding/command.ts";
import type { Fence } from "../../log/log.ts";
import { isRefusal } from "../../answers/refusals.ts";
import type { System } from "../../system.ts";
import { absentPeople, dropPresence } from "../queue_presence.ts";
import { waitingAmong } from "./candidates.ts";
import { endAbsence } from "./end_absence.ts";
import { endUnshown } from "./end_unshown.ts";
import { makeMeetings } from "./meetings.ts";
import { offerMatch } from "./offer_match.ts";
import { makePool, type Waiting } from "./pool.ts";

const sweepEveryMs = 5_000;
/** People per query, so that a crowd does not hold up everything else in the process. */
const lookAtOnce = 1_000;
const watched = [availability, users, matchSettings, blocks];
const watchedTypes = new Set(watched.flatMap((p) => p.types as readonly string[]));

/**
 * Matches people for as long as this process leads. The pool is filled from the log: whoever an event touches is looked
 * at again, and if they wait they are matched at once or put in the pool. Ends early when something failed that would
 * leave somebody out, and is then begun again with a new pool.
 */
export async function runMatcher(system: System, fence: Fence, signal: AbortSignal): Promise<void> {
  const { sql, log, registry, run, now, rules } = system;
  const pool = makePool();
  const meetings = makeMeetings(rules.rematchCooldownSec * 1000);
  /** People an offer is being appended for; they are in no pool meanwhile. */
  const taken = new Set<number>();
  const offers = new Set<Promise<void>>();
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID(), fence, wait: false };
  const broken = new AbortController();
  const until = AbortSignal.any([signal, broken.signal]);
  let looking = Promise.resolve();
  let nextLook: { at: Set<number>; gone: Set<number>; done: Promise<void> } | undefined;

  const { at, people } = await waitingPeople(registry);
  const cooldownStart = new Date(now().getTime() - rules.rematchCooldownSec * 1000);
  for (const pair of await pairsOfferedSince(registry, cooldownStart)) {
    meetings.note(pair.user1_id, pair.user2_id, new Date(pair.offered_at).getTime());
  }
  await lookAt(people.map((person) => person.user_id));

  // what was notified before the connection, or while it was lost, is looked up
  const located = await sql.listen(
    "locations",
    (userId) => void lookAt([Number(userId)]).catch(begunAgain),
    () => void lookAtAll().catch(begunAgain),
  );
  const sweeping = setInterval(() => void sweep().catch(failed), sweepEveryMs);
  try {
    await log.subscribe(at, followed, until);
  } finally {
    clearInterval(sweeping);
    await located.unlisten();
    await Promise.all(offers);
  }

  function failed(error: unknown): void {
    if (!until.aborted) system.report("matcher", error);
  }

  function begunAgain(error: unknown): void {
    failed(error);
    broken.abort();
  }

  async function followed(events: Event[]): Promise<void> {
    const touched = new Set<number>();
    const gone = new Set<number>();
    for (const event of events) {
      if (event.type === "MatchOffered") {
        meetings.note(...event.data.userIds, new Date(event.data.offeredAt).getTime());
        // most of what happens: no need to look
        for (const userId of event.data.userIds) {
          touched.delete(userId);
          gone.add(userId);
        }
      } else if (watchedTypes.has(event.type)) {
        if ("userIds" in event.data) event.data.userIds.forEach((userId) => touched.add(userId));
        else if ("userId" in event.data) touched.add(event.data.userId);
        else if ("blockerId" in event.data) touched.add(event.data.blockerId).add(event.data.blockedId);
      }
    }
    if (touched.size + gone.size === 0) return;
    // a person looked at before the read models show them waiting would not be looked at again
    while (!until.aborted && !await registry.seen(watched, events[events.length - 1].position, 2_000));
    await lookAt(touched, gone);
  }

  async function lookAtAll(): Promise<void> {
    await lookAt((await waitingPeople(registry)).people.map((person) => person.user_id));
  }

  /**
   * Looks one after the other: what an earlier look found must not replace what a later one did. Whoever is to be looked
   * at meanwhile is looked at next, all at once.
   *
   * @param gone who waits no longer as far as is known
   */
  function lookAt(userIds: Iterable<number>, gone: Iterable<number> = []): Promise<void> {
    const next = nextLook ??= begin();
    for (const userId of userIds) next.at.add(userId);
    for (const userId of gone) next.gone.add(userId);
    return next.done;

    function begin() {
      const at = new Set<number>(), gone = new Set<number>();
      const done = looking.then(async () => {
        nextLook = undefined;
        for (const userId of gone) if (!at.has(userId)) pool.remove(userId);
        const userIds = [...at];
        for (let n = 0; n < userIds.length; n += lookAtOnce) await look(userIds.slice(n, n + lookAtOnce));
        system.showWaiting(pool.size());
      });
      looking = done.catch(() => {});
      return { at, gone, done };
    }
  }

  /** Brings what is known of some people up to date, and matches those of them who wait. */
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
    const [first, second] = [person, partner].sort((a, b) => a.userId - b.userId);
    for (const { userId } of [first, second]) {
      pool.remove(userId);
      taken.add(userId);
    }
    const offer = makeOffer(first, second).catch(begunAgain).finally(() => offers.delete(offer));
    offers.add(offer);
  }

  async function makeOffer(first: Waiting, second: Waiting): Promise<void> {
    const outcome = await run(offerMatch, {
      userIds: [first.userId, second.userId],
      cells: [cellNow(first), cellNow(second)],
    }, asker).finally(() => {
      taken.delete(first.userId);
      taken.delete(second.userId);
    });
    // an offer's event updates both; a refusal has no event, and if one of the two left, the other still waits
    const offered = !isRefusal(outcome) && outcome.offered;
    if (!offered && !until.aborted) await lookAt([first.userId, second.userId]);
  }

  /** Where someone is, or null once that is to be forgotten. */
  function cellNow({ cell, cellUntil }: Waiting): string | null {
    return cellUntil > now().getTime() ? cell : null;
  }

  async function sweep(): Promise<void> {
    // someone who had met everyone waiting may now be shown one of them again
    const free = [...meetings.forget(now().getTime())].filter((userId) => pool.get(userId));
    if (free.length > 0) await lookAt(free);
    const gone = await Promise.all((await absentPeople(sql, now())).map(async (userId) => {
      const ended = await run(endAbsence, { userId }, { ...asker, wait: true });
      return isRefusal(ended) || ended.mayReturn ? [] : [userId];
    }));
    await dropPresence(sql, gone.flat(), now());
  }
}
