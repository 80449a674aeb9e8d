import { z } from "zod";
import { meet } from "./calling.ts";
import { type Person, renewTokens, saveWants, surprise } from "./person.ts";
import { cancel, decide, type Offer, waitForOffer } from "./queue.ts";
import { buyGems, cheat, readLedger, refundLast } from "./shopping.ts";
import { areFree, drawWants } from "./tastes.ts";

const profile = z.object({ username: z.string(), is_matching: z.boolean(), rating: z.number().nullable() });
const renewEveryMs = 300_000;

/** Uses the app until the run is over, and then finishes what is begun and leaves. */
export async function live(person: Person, everyone: readonly Person[]): Promise<void> {
  const { world, draw, habits } = person;
  let renewedAt = performance.now();
  if (!areFree(person.tastes.wants) && draw.chance(0.8)) await buyGems(person);
  while (!world.isOver()) {
    await world.pause(1000 * draw.around(habits.restsSec));
    if (draw.chance(0.03) || performance.now() - renewedAt > renewEveryMs) {
      await renewTokens(person);
      renewedAt = performance.now();
    }
    await potter(person, everyone);
    await lookForSomebody(person);
  }
  await cancel(person);
  await lookAtProfile(person, { idle: true });
  person.doing = "away";
}

/** What people do in an app besides what it is for. */
async function potter(person: Person, everyone: readonly Person[]): Promise<void> {
  const { draw, tastes } = person;
  if (draw.chance(0.08)) {
    tastes.wants = drawWants(draw, tastes);
    await saveWants(person);
  }
  if (draw.chance(0.1)) await lookAtProfile(person);
  if (draw.chance(0.06)) await readLedger(person);
  if (draw.chance(0.04)) await buyGems(person);
  if (draw.chance(0.02)) await refundLast(person);
  if (draw.chance(0.02)) await cheat(person, everyone);
}

/** Waits, is offered somebody, decides, talks; again for as long as the queue gives them back. */
async function lookForSomebody(person: Person): Promise<void> {
  let offer: Offer | undefined;
  while (offer || !person.world.isOver()) {
    if (!offer) {
      const waited = await waitForOffer(person);
      if (waited === "again") continue;
      if (waited === "left") return;
      if (waited === "gems") return await payOrRelent(person);
      offer = waited.offer;
    }
    person.doing = "offered";
    const decided = await decide(person, offer);
    const { match_id } = offer;
    offer = undefined;
    if (decided === "matched") offer = await meet(person, match_id);
    else if (decided === "back") continue;
    person.doing = "idle";
    if (!offer) return;
  }
}

/** Without the gems for their conditions, people buy some, or take anyone. */
async function payOrRelent(person: Person): Promise<void> {
  const { draw, tastes, world } = person;
  if (draw.chance(0.7) && await buyGems(person)) return;
  world.records.count("took anyone for want of gems");
  tastes.wants = { preferred_gender: "all", age_range: [19, 99], radius_km: null };
  await saveWants(person);
}

/** Somebody who has just cancelled is not matching. */
async function lookAtProfile(person: Person, { idle = false } = {}): Promise<void> {
  const reply = await person.ask({ method: "GET", path: "/api/user/profile/", answer: profile });
  if ("problem" in reply) return;
  const { username, is_matching } = reply.body;
  if (username !== person.username) surprise(person, `the profile of ${person.username} says ${username}`);
  if (idle && is_matching) surprise(person, "the profile says is_matching of somebody who is in no queue");
}
