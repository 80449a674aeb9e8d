import { tag } from "../../events/event.ts";
import type { CallMatch } from "../../projections/calls/call_matches.ts";
import { ratingOf, shownAgeOf } from "../../projections/accounts/users.ts";
import { shownName } from "../accounts/shown_name.ts";
import { account } from "../accounts/state.ts";
import { load } from "../deciding/boundary.ts";
import { type Asker, SYSTEM } from "../deciding/command.ts";
import { shownUrl } from "../http/media.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { tooDear } from "./conditions.ts";
import { expireMatch } from "./matcher/expire_match.ts";
import { touchPresence } from "./queue_presence.ts";
import { wallet } from "../gems/state.ts";
import { availabilityOf, match, settingsOf } from "./state.ts";
import { otherOf } from "../../projections/two.ts";

/** An offer as the person sees it (seed 001 §3.1): the other, and how long there is to decide. */
export type Offer = {
  match_id: number;
  matched_user: {
    username: string;
    age: number | null;
    gender: string | null;
    profile_image: string | null;
    rating: number | null;
  };
  show_time_sec: number;
  expires_at: string;
};

/** The offer of a match to one of the two. */
export async function offerFor(system: System, match: CallMatch, me: number): Promise<Offer> {
  const { state } = await load(system.log, system.registry, { other: account(otherOf(match, me)) });
  const other = state.other;
  return {
    match_id: match.id,
    matched_user: {
      username: shownName(other?.username, other?.erased_at != null),
      age: other ? shownAgeOf(other, system.now()) : null,
      gender: other?.gender ?? null,
      profile_image: shownUrl(system.config, other?.profile_image ?? null),
      rating: other ? ratingOf(other) : null,
    },
    show_time_sec: system.rules.showTimeSec,
    expires_at: new Date(match.expires_at).toISOString(),
  };
}

/** A person's open offer. */
export async function openOffer(system: System, me: number): Promise<Offer | undefined> {
  const { state: { mine } } = await load(system.log, system.registry, { mine: availabilityOf(me) });
  if (mine?.status !== "offered" || !mine.match_id) return undefined;
  const { state } = await load(system.log, system.registry, { match: match(mine.match_id) });
  return state.match && await offerFor(system, state.match, me);
}

/**
 * Waits until someone in the queue is made an offer, on whichever process; undefined when the time is over first. The
 * end of the wait counts as having been heard of.
 */
export async function awaitOffer(system: System, me: number, waitMs: number, signal: AbortSignal): Promise<
  Offer | Refusal | undefined
> {
  const until = AbortSignal.any([signal, system.stopping, AbortSignal.timeout(waitMs)]);
  for (;;) {
    const woken = system.tail.next([tag.user(me)], until);
    const { state: { mine } } = await load(system.log, system.registry, { mine: availabilityOf(me) });
    if (mine?.status === "offered" && mine.match_id) {
      const { state } = await load(system.log, system.registry, { match: match(mine.match_id) });
      if (state.match) {
        await touchPresence(system.sql, me, system.now());
        return await offerFor(system, state.match, me);
      }
    }
    if (mine?.status === "matched") return refuse("match.awaiting_call");
    if (mine?.status === "in_call") return refuse("match.in_call");
    if (mine?.status !== "waiting") {
      const { state } = await load(system.log, system.registry, { settings: settingsOf(me), wallet: wallet(me) });
      return tooDear(state.settings, state.wallet, system.rules.gemPrices) ?? refuse("match.cancelled");
    }
    if (until.aborted) {
      await touchPresence(system.sql, me, system.now());
      return undefined;
    }
    await woken;
  }
}

/**
 * Waits until an offer is settled, at most until its deadline: `matched` or `next`. Refuses when this process stops
 * before that: the other may still say yes elsewhere, and both must hear the same. Waiting here counts as being there,
 * so the person may be put back in the queue.
 */
export async function awaitOutcome(system: System, matchId: number, asker: Asker, signal: AbortSignal): Promise<
  "matched" | "next" | Refusal
> {
  const read = async () => (await load(system.log, system.registry, { match: match(matchId) })).state.match;
  const stop = AbortSignal.any([signal, system.stopping]);
  await touchPresence(system.sql, asker.me, system.now());
  let seen = await read();
  while (seen?.status === "offered") {
    if (stop.aborted) return refuse("server.busy", { seconds: 1 });
    const leftMs = new Date(seen.expires_at).getTime() - system.now().getTime();
    if (leftMs <= 0) {
      // the deadline is everyone's to keep: no need to wait for the leader
      const expired = await system.run(expireMatch, { matchId }, { me: SYSTEM, correlationId: asker.correlationId });
      if (isRefusal(expired)) return expired;
      seen = await read();
      continue;
    }
    const woken = system.tail.next([tag.match(matchId)], AbortSignal.any([stop, AbortSignal.timeout(leftMs + 1)]));
    seen = await read();
    if (seen?.status !== "offered") break;
    await woken;
    seen = await read();
  }
  if (seen?.status !== "dropped") return "matched";
  await touchPresence(system.sql, asker.me, system.now());
  return "next";
}
