import { availability, waitingPeople } from "../../../projections/availability.ts";
import { blocks } from "../../../projections/blocks.ts";
import { pairsOfferedSince } from "../../../projections/call_matches.ts";
import { matchSettings } from "../../../projections/match_settings.ts";
import { users } from "../../../projections/users.ts";
import type { Event } from "../../../events/vocabulary.ts";
import { SYSTEM } from "../../command.ts";
import type { Fence } from "../../log/log.ts";
import { isRefusal } from "../../refusals.ts";
import type { System } from "../../system.ts";
import { absentPeople, dropPresence } from "../queue_presence.ts";
import { waitingAmong } from "./candidates.ts";
import { endAbsence } from "./end_absence.ts";
import { makeMeetings } from "./meetings.ts";
import { offerMatch } from "./offer_match.ts";
import { makePool, type Waiting } from "./pool.ts";

const sweepEveryMs = 5_000;
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
    for (const event of events) {
      if (event.type === "MatchOffered") meetings.note(...event.data.userIds, new Date(event.data.offeredAt).getTime());
      if (!watchedTypes.has(event.type)) continue;
      if ("userIds" in event.data) event.data.userIds.forEach((userId) => touched.add(userId));
      else if ("userId" in event.data) touched.add(event.data.userId);
      else if ("blockerId" in event.data) touched.add(event.data.blockerId).add(event.data.blockedId);
    }
    if (touched.size === 0) return;
    // whoever is looked at before the read models know that they wait is not looked at again
    while (!until.aborted && !await registry.seen(watched, events[events.length - 1].position, 2_000));
    await lookAt([...touched]);
  }

  async function lookAtAll(): Promise<void> {
    await lookAt((await waitingPeople(registry)).people.map((person) => person.user_id));
  }

  /** Looks one after the other: what an earlier look found must not replace what a later one did. */
  function lookAt(userIds: readonly number[]): Promise<void> {
    const looked = looking.then(() => look(userIds));
    looking = looked.catch(() => {});
    return looked;
  }

  /** Brings what is known of some people up to date, and matches those of them who wait. */
  async function look(userIds: readonly number[]): Promise<void> {
    const waiting = new Map((await waitingAmong(registry, userIds, now())).map((person) => [person.userId, person]));
    for (const userId of userIds) if (!waiting.has(userId)) pool.remove(userId);
    const byWait = [...waiting.values()].sort((a, b) => a.since - b.since || a.userId - b.userId);
    for (const person of byWait) if (!taken.has(person.userId)) pool.put(person);
    for (const person of byWait) if (pool.get(person.userId)) match(person);
    system.metrics.waiting(pool.size());
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
    // an offer's own event brings both back here; a refusal has none, so look again
    if (isRefusal(outcome) && !until.aborted) await lookAt([first.userId, second.userId]);
  }

  /** Where someone is, or null once that is to be forgotten. */
  function cellNow({ cell, cellUntil }: Waiting): string | null {
    return cellUntil > now().getTime() ? cell : null;
  }

  async function sweep(): Promise<void> {
    // whoever had met everyone who waits may be shown one of them again
    const free = [...meetings.forget(now().getTime())].filter((userId) => pool.get(userId));
    if (free.length > 0) await lookAt(free);
    for (const userId of await absentPeople(sql, now())) {
      const ended = await run(endAbsence, { userId }, { ...asker, wait: true });
      if (!isRefusal(ended) && !ended.mayReturn) await dropPresence(sql, userId, now());
    }
  }
}
