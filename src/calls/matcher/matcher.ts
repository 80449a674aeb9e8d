import { waitingPeople } from "../../../projections/calls/availability.ts";
import { pairsOfferedSince } from "../../../projections/calls/call_matches.ts";
import type { Event } from "../../../events/vocabulary.ts";
import { isRefusal } from "../../answers/refusals.ts";
import { type Asker, SYSTEM } from "../../deciding/command.ts";
import type { Fence } from "../../log/log.ts";
import type { System } from "../../system.ts";
import { absentPeople, dropPresence } from "../queue_presence.ts";
import { endAbsence } from "./end_absence.ts";
import { makeMeetings, type Meetings } from "./meetings.ts";
import { type Matching, openMatching } from "./matching.ts";
import { touchedBy, watched } from "./touched.ts";

const sweepEveryMs = 5_000;
const seenWithinMs = 2_000;

/**
 * Matches people for as long as this process leads. The pool is filled from the log: people whom an event touches are looked
 * at again, and if they wait they are matched at once or put in the pool. Ends early when something failed that would
 * leave somebody out, and is then begun again with a new pool.
 */
export async function runMatcher(system: System, fence: Fence, signal: AbortSignal): Promise<void> {
  const { sql, log, registry } = system;
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID(), fence, wait: false };
  const broken = new AbortController();
  const until = AbortSignal.any([signal, broken.signal]);
  const report = (error: unknown) => until.aborted || system.report("matcher", error);
  const failed = (error: unknown) => {
    report(error);
    broken.abort();
  };

  const { at, people } = await waitingPeople(registry);
  const meetings = await meetingsOf(system);
  const matching = openMatching(system, { meetings, asker, until, failed });
  const lookAtAll = async (people: readonly { user_id: number }[]) =>
    await matching.lookAt(people.map(({ user_id }) => user_id));
  await lookAtAll(people);

  async function followed(events: Event[]): Promise<void> {
    const { at, gone } = touchedBy(events, meetings);
    if (at.size + gone.size === 0) return;
    // a person looked at before the read models show them waiting would not be looked at again
    while (!until.aborted && !await registry.seen(watched, events[events.length - 1].position, seenWithinMs));
    await matching.lookAt(at, gone);
  }

  // what was notified before the connection, or while it was lost, is looked up
  const located = await sql.listen(
    "locations",
    (userId) => void matching.lookAt([Number(userId)]).catch(failed),
    () => void waitingPeople(registry).then(({ people }) => lookAtAll(people)).catch(failed),
  );
  const sweeping = setInterval(() => void sweep(system, { matching, meetings, asker }).catch(report), sweepEveryMs);
  try {
    await log.subscribe(at, followed, until);
  } finally {
    clearInterval(sweeping);
    await located.unlisten();
    await matching.settled();
  }
}

/** Who was shown whom within the cooldown. */
async function meetingsOf({ registry, now, rules: { rematchCooldownSec } }: System): Promise<Meetings> {
  const meetings = makeMeetings(rematchCooldownSec * 1000);
  for (const pair of await pairsOfferedSince(registry, new Date(now().getTime() - rematchCooldownSec * 1000))) {
    meetings.note(pair.user1_id, pair.user2_id, new Date(pair.offered_at).getTime());
  }
  return meetings;
}

/** Looks again at people whose cooldown is over, and takes those who have gone out of the queue. */
async function sweep(
  { sql, run, now }: System,
  { matching, meetings, asker }: { matching: Matching; meetings: Meetings; asker: Asker },
): Promise<void> {
  // someone who had met everyone waiting may now be shown one of them again
  const free = [...meetings.forget(now().getTime())].filter(matching.isWaiting);
  if (free.length > 0) await matching.lookAt(free);
  const gone = await Promise.all((await absentPeople(sql, now())).map(async (userId) => {
    const ended = await run(endAbsence, { userId }, { ...asker, wait: true });
    return isRefusal(ended) || ended.mayReturn ? [] : [userId];
  }));
  await dropPresence(sql, gone.flat(), now());
}
