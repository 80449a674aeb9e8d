import type { Event } from "../../events/vocabulary.ts";
import type { Fence } from "../log/log.ts";
import type { System } from "../system.ts";
import { checkpointOf, dueReactions, postpone, type Reaction, settle, take } from "./reactions.ts";
import type { Reactor } from "./reactor.ts";

const atOnce = 8;
const lookEveryMs = 250;
/** Events without one of its types after which a reactor moves its checkpoint all the same. */
const checkpointEvery = 10_000;
/** How long a reaction under way may take once the process is stopping; the next leader repeats what is left. */
const finishWithinMs = 2_000;

/**
 * Runs a reactor for as long as this process leads it. Events are first taken, together with the checkpoint, and then
 * acted on, several at once: one that fails waits longer each time and holds up no other.
 */
export async function runReactor(
  name: string,
  reactor: Reactor,
  of: { system: System; fence: Fence; signal: AbortSignal },
): Promise<void> {
  const { system, fence } = of;
  const { sql, log, now } = system;
  const lost = new AbortController();
  const signal = AbortSignal.any([of.signal, lost.signal]);
  const acting = actOnDue(name, reactor, { system, signal });
  acting.look();
  let from = await checkpointOf(sql, name);
  try {
    await log.subscribe(from, async (events) => {
      const to = events[events.length - 1].position;
      const positions = events.filter(({ type }) => reactor.types.includes(type)).map(({ position }) => position);
      // so that a restart does not read again all that came since the last event of its types
      if (positions.length === 0 && to - from < checkpointEvery) return;
      if (!await take(sql, { reactor: name, fence, from, to, positions, now: now() })) return lost.abort();
      from = to;
      acting.look();
    }, signal);
  } finally {
    lost.abort();
    await acting.finish();
  }
}

/** Looks for what is due, when told and every quarter of a second, and acts on it. */
function actOnDue(name: string, reactor: Reactor, { system, signal }: { system: System; signal: AbortSignal }) {
  const { sql, now, report } = system;
  const underWay = new Map<number, Promise<void>>();
  let looking: Promise<void> | undefined;
  let again = false;

  async function lookOnce(): Promise<void> {
    const due = await dueReactions(sql, name, now(), 2 * atOnce);
    for (const reaction of due) {
      if (signal.aborted || underWay.size >= atOnce) return;
      if (underWay.has(reaction.position)) continue;
      const acted = act(reaction).catch((error) => report(`reactor ${name}`, error)).finally(() => {
        underWay.delete(reaction.position);
        look();
      });
      underWay.set(reaction.position, acted);
    }
  }

  function look(): void {
    if (signal.aborted) return;
    if (looking) return void (again = true);
    looking = lookOnce().catch((error) => report(`reactor ${name}`, error)).finally(() => {
      looking = undefined;
      if (again) {
        again = false;
        look();
      }
    });
  }

  async function act(reaction: Reaction): Promise<void> {
    try {
      const event = await eventAt(system, reaction.position);
      if (event) await reactor.react(event, system);
    } catch (error) {
      report(name, error);
      return await postpone(sql, { ...reaction, problem: problemOf(error), now: now() });
    }
    await settle(sql, reaction);
  }

  const ticking = setInterval(look, lookEveryMs);
  return {
    look,
    async finish(): Promise<void> {
      clearInterval(ticking);
      await looking;
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, finishWithinMs);
      await Promise.race([Promise.all(underWay.values()), late.promise]);
      clearTimeout(timer);
    },
  };
}

async function eventAt({ log }: System, position: number): Promise<Event | undefined> {
  const [event] = await log.read({ after: position - 1, limit: 1 });
  return event?.position === position ? event : undefined;
}

/** What staff read of a failure; reactors put nothing personal into their errors. */
function problemOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
