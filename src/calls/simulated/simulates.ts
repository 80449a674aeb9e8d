import type { Person, Simulates, Teller, World } from "../../app/simulates.ts";
import { buyGems } from "../../gems/simulated/shopping.ts";
import { meet } from "./calling.ts";
import { type Caller, lookAtProfile, saveWants, sayPlace } from "./caller.ts";
import { cancel, decide, meddle, type Offer, waitForOffer } from "./queue.ts";
import { areFree, drawHabits, drawTastes, drawWants } from "./tastes.ts";

/** People look for a stranger to talk to, decide, talk and rate; now and then they want another one than before. */
export const simulates: Simulates = { opens, life, tells };

function opens(): Partial<World> {
  const calls = new Map<number, string>();
  return {
    callers: [],
    callOf(matchId, callId) {
      const told = calls.get(matchId);
      calls.set(matchId, told ?? callId);
      return told === undefined || told === callId ? undefined : told;
    },
  };
}

function life(person: Person, who: Parameters<Simulates["life"]>[1]): ReturnType<Simulates["life"]> {
  const caller: Caller = { person, tastes: drawTastes(who, person), habits: drawHabits(who), seen: new Set() };
  const { draw, world } = person;
  return {
    async arrives() {
      world.callers.push(caller);
      await sayPlace(caller);
      await saveWants(caller);
      if (!areFree(caller.tastes.wants) && draw.chance(0.8)) await buyGems(person);
    },
    acts: [
      { likelihood: 1, act: () => lookForSomebody(caller) },
      { likelihood: 0.1, act: () => lookAtProfile(caller) },
      { likelihood: 0.08, act: () => wantAnother(caller) },
      { likelihood: 0.02, act: () => meddle(caller) },
    ],
    async leaves() {
      await cancel(caller);
      await lookAtProfile(caller, { idle: true });
    },
  };
}

async function wantAnother(caller: Caller): Promise<void> {
  caller.tastes.wants = drawWants(caller.person.draw, caller.person);
  await saveWants(caller);
}

/** Waits, is offered somebody, decides, talks; again for as long as the queue gives them back. */
async function lookForSomebody(caller: Caller): Promise<void> {
  let offer: Offer | undefined;
  while (offer || !caller.person.world.isOver()) {
    if (!offer) {
      const waited = await waitForOffer(caller);
      if (waited === "again") continue;
      if (waited === "left") return;
      if (waited === "gems") return await payOrRelent(caller);
      offer = waited.offer;
    }
    const decided = await decide(caller, offer);
    const { match_id } = offer;
    offer = undefined;
    if (decided === "matched") offer = await meet(caller, match_id);
    else if (decided === "back") continue;
    if (!offer) return;
  }
}

/** Without the gems for their conditions, people buy some, or take anyone. */
async function payOrRelent(caller: Caller): Promise<void> {
  const { draw, world } = caller.person;
  if (draw.chance(0.7) && await buyGems(caller.person)) return;
  world.count("took anyone for want of gems");
  caller.tastes.wants = { preferred_gender: "all", age_range: [19, 99], radius_km: null };
  await saveWants(caller);
}

function tells(): Teller {
  const counts = { MatchOffered: 0, MatchMade: 0, MatchLapsed: 0, CallStarted: 0, CallEnded: 0, CallRated: 0 };
  const dropped = new Map<string, number>();
  return {
    see({ type, data }) {
      if (type in counts) counts[type as keyof typeof counts]++;
      if (type === "MatchDropped") dropped.set(data.reason, (dropped.get(data.reason) ?? 0) + 1);
    },
    says() {
      const reasons = [...dropped].map(([reason, n]) => `${n} ${reason}`).join(", ") || "none";
      return {
        offers: `${counts.MatchOffered}: ${counts.MatchMade} matches, came to nothing: ${reasons}`,
        calls: `${counts.CallStarted} started, ${counts.CallEnded} ended, ${counts.CallRated} times rated; ` +
          `${counts.MatchLapsed} matches lapsed`,
      };
    },
  };
}

declare module "../../app/simulates.ts" {
  interface World {
    callers: Caller[];
    /** Notes the call that one of two was told for a match; returns what the other was told, if they differ. */
    callOf(matchId: number, callId: string): string | undefined;
  }
}
