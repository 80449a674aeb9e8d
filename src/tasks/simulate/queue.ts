import { z } from "zod";
import type { RefusalCode } from "../../answers/refusals.ts";
import type { Reply } from "./client.ts";
import { message, type Person, surprise } from "./person.ts";
import { refundLast } from "./shopping.ts";
import { areFree } from "./tastes.ts";

const offer = z.object({
  match_id: z.int(),
  matched_user: z.object({
    username: z.string().nullable(),
    age: z.int().nullable(),
    gender: z.string().nullable(),
    profile_image: z.string().nullable(),
    rating: z.number().nullable(),
  }),
  show_time_sec: z.int(),
  expires_at: z.iso.datetime(),
});
const waiting = z.object({ status: z.literal("waiting") });
const settled = z.object({ status: z.enum(["matched", "next"]) });

/** Somebody was shown to somebody. */
export type Offer = z.infer<typeof offer>;
type Poll = Reply<Offer | z.infer<typeof waiting>>;

/** Asks for somebody to talk to, and waits for so long. `problems` are those allowed beside the lack of gems. */
export async function poll(person: Person, waitSec: number, problems: readonly RefusalCode[] = []): Promise<Poll> {
  return await person.ask({
    method: person.draw.chance(0.8) ? "GET" : "POST",
    path: "/api/match/random/",
    query: `?wait=${waitSec}`,
    answer: z.union([offer, waiting]),
    good: [200, 202],
    problems: [...problems, ...areFree(person.tastes.wants) ? [] : ["gems.not_enough"] as const],
    waits: waitSec > 0,
  });
}

/** Leaves the queue, or declines what is open. */
export async function cancel({ ask }: Person): Promise<void> {
  await ask({ method: "POST", path: "/api/match/cancel/", answer: message, keyed: true });
}

/** How waiting ended. */
export type Waited = { offer: Offer } | "gems" | "left" | "again";

/** Waits in the queue until there is an offer, patience ends or the run is over. Wherever it ends, `person.doing` says. */
export async function waitForOffer(person: Person): Promise<Waited> {
  const { world, draw, habits } = person;
  const since = performance.now();
  let polls = 0;
  person.doing = "waiting";
  while (!world.isOver()) {
    const giveUp = draw.chance(habits.cancels) ? leaveAfter(person, draw.between(0.3, 3)) : undefined;
    const reply = await poll(person, draw.whole(1, 8), giveUp ? ["match.cancelled"] : []);
    if (giveUp) {
      await giveUp;
      break;
    }
    if ("problem" in reply) {
      person.doing = "idle";
      if (reply.problem === "gems.not_enough") return "gems";
      await world.pause(500);
      return "again";
    }
    if ("match_id" in reply.body) {
      world.records.queueWaits.push(performance.now() - since);
      world.records.count("offers seen");
      person.doing = "offered";
      return { offer: reply.body };
    }
    if (++polls > 12) break;
  }
  // a poll that was sent again may have come in after the first cancel
  await cancel(person);
  person.doing = "idle";
  return "left";
}

async function leaveAfter(person: Person, sec: number): Promise<void> {
  await person.world.pause(1000 * sec);
  await cancel(person);
}

/** What became of an offer for one of the two; `back`: they wait again. */
export type Decided = "matched" | "back" | "out";

/** Looks at an offer for a while, and says yes, no or nothing. */
export async function decide(person: Person, { match_id, expires_at }: Offer): Promise<Decided> {
  const { world, draw, habits } = person;
  person.seen.add(match_id);
  if (draw.chance(habits.staysSilent)) {
    await world.pause(Math.max(0, Date.parse(expires_at) - Date.now()) + draw.between(200, 1500));
    return "out";
  }
  await world.pause(1000 * draw.around(habits.hesitatesSec));
  if (draw.chance(habits.cancels)) {
    await cancel(person);
    return "out";
  }
  const no = draw.chance(habits.rejects);
  if (draw.chance(0.02)) await refundLast(person);
  const deciding = say(person, match_id, no ? "reject" : "accept");
  if (!no && draw.chance(0.02)) await askMeanwhile(person);
  const reply = await deciding;
  const status = "body" in reply ? reply.body.status : "next";
  if (no && status === "matched") surprise(person, `a no made match ${match_id}`);
  if (!no && draw.chance(0.02)) await turnRound(person, match_id, status);
  if (status === "next") return no ? "out" : "back";
  world.records.count("heard of a match");
  return "matched";
}

async function say({ ask }: Person, match_id: number, decision: "accept" | "reject", problems: RefusalCode[] = []) {
  return await ask({
    method: "POST",
    path: "/api/match/decision/",
    body: { match_id, decision },
    answer: settled,
    problems,
    keyed: true,
    waits: decision === "accept",
  });
}

/** Another device of the same person asks for a match while the yes waits for the other. */
async function askMeanwhile(person: Person): Promise<void> {
  await person.world.pause(person.draw.between(0, 500));
  await poll(person, 0, ["match.awaiting_call", "match.in_call", "match.cancelled"]);
}

/** A yes cannot become a no; where it came too late, the no changes nothing either. */
async function turnRound(person: Person, matchId: number, status: "matched" | "next"): Promise<void> {
  const reply = await say(person, matchId, "reject", ["match.decided_otherwise"]);
  if (status === "matched" && "body" in reply) {
    surprise(person, `the yes to match ${matchId}, which is made, was turned round`);
  }
}
