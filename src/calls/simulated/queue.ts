import { z } from "zod";
import type { RefusalCode } from "../../answers/refusals.ts";
import { apart, message, type Person, type Reply } from "../../app/simulates.ts";
import { refundLast } from "../../gems/simulated/shopping.ts";
import type { Caller } from "./caller.ts";
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
export async function poll(caller: Caller, waitSec: number, problems: readonly RefusalCode[] = []): Promise<Poll> {
  const { person: { ask, draw }, tastes } = caller;
  return await ask({
    method: draw.chance(0.8) ? "GET" : "POST",
    path: "/api/match/random/",
    query: `?wait=${waitSec}`,
    answer: z.union([offer, waiting]),
    good: [200, 202],
    problems: [...problems, ...areFree(tastes.wants) ? [] : ["gems.not_enough"] as const],
    waits: waitSec > 0,
  });
}

/** Leaves the queue, or declines what is open. */
export async function cancel({ person: { ask } }: Caller): Promise<void> {
  await ask({ method: "POST", path: "/api/match/cancel/", answer: message, keyed: true });
}

/** How waiting ended. */
export type Waited = { offer: Offer } | "gems" | "left" | "again";

/** Waits in the queue until there is an offer, patience ends or the run is over. */
export async function waitForOffer(caller: Caller): Promise<Waited> {
  const { person, habits } = caller;
  const { world, draw } = person;
  const wereApart = apartFrom(person);
  const since = performance.now();
  let polls = 0;
  person.doing = "waiting";
  while (!world.isOver()) {
    const giveUp = draw.chance(habits.cancels) ? leaveAfter(caller, draw.between(0.3, 3)) : undefined;
    const reply = await poll(caller, draw.whole(1, 8), giveUp ? ["match.cancelled"] : []);
    if (giveUp) {
      await giveUp;
      break;
    }
    if ("problem" in reply) {
      person.doing = "";
      if (reply.problem === "gems.not_enough") return "gems";
      await world.pause(500);
      return "again";
    }
    if ("match_id" in reply.body) {
      world.took("from asking to an offer", performance.now() - since);
      meetOffered(caller, reply.body, wereApart);
      return { offer: reply.body };
    }
    if (++polls > 12) break;
  }
  // a poll that was sent again may have come in after the first cancel
  await cancel(caller);
  person.doing = "";
  return "left";
}

/** Those who are kept apart from somebody. */
const apartFrom = ({ world, userId }: Person) =>
  new Set(world.people.filter((other) => world.facts.must(apart(userId, other.userId))));

/** Notes whom somebody was shown: nobody from whom they are kept apart. */
function meetOffered(
  { person, seen }: Caller,
  { match_id, matched_user: { username } }: Offer,
  wereApart: ReadonlySet<Person>,
): void {
  person.doing = "offered";
  seen.add(match_id);
  const other = person.world.people.find((one) => one.username === username);
  if (!other) return;
  person.met.push({ kind: "match", id: match_id, other });
  if (wereApart.has(other)) {
    person.surprise(`match ${match_id} is with ${username}, from whom a block keeps them apart`);
  }
}

async function leaveAfter(caller: Caller, sec: number): Promise<void> {
  await caller.person.world.pause(1000 * sec);
  await cancel(caller);
}

/** What became of an offer for one of the two; `back`: they wait again. */
export type Decided = "matched" | "back" | "out";

/** Looks at an offer for a while, and says yes, no or nothing. */
export async function decide(caller: Caller, { match_id, expires_at }: Offer): Promise<Decided> {
  const { person, habits } = caller;
  const { world, draw } = person;
  if (draw.chance(habits.staysSilent)) {
    await world.pause(Math.max(0, Date.parse(expires_at) - Date.now()) + draw.between(200, 1500));
    return "out";
  }
  await world.pause(1000 * draw.around(habits.hesitatesSec));
  if (draw.chance(habits.cancels)) {
    await cancel(caller);
    return "out";
  }
  const no = draw.chance(habits.rejects);
  if (draw.chance(0.02)) await refundLast(person);
  const deciding = say(caller, match_id, no ? "reject" : "accept");
  if (!no && draw.chance(0.02)) await askMeanwhile(caller);
  const reply = await deciding;
  const status = "body" in reply ? reply.body.status : "next";
  if (no && status === "matched") person.surprise(`a no made match ${match_id}`);
  if (!no && draw.chance(0.02)) await turnRound(caller, match_id, status);
  if (status === "next") return no ? "out" : "back";
  world.count("heard of a match");
  return "matched";
}

async function say(
  { person: { ask } }: Caller,
  match_id: number,
  decision: "accept" | "reject",
  problems: RefusalCode[] = [],
) {
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
async function askMeanwhile(caller: Caller): Promise<void> {
  const { world, draw } = caller.person;
  await world.pause(draw.between(0, 500));
  await poll(caller, 0, ["match.awaiting_call", "match.in_call", "match.cancelled"]);
}

/** A yes cannot become a no; where it came too late, the no changes nothing either. */
async function turnRound(caller: Caller, matchId: number, status: "matched" | "next"): Promise<void> {
  const reply = await say(caller, matchId, "reject", ["match.decided_otherwise"]);
  if (status === "matched" && "body" in reply) {
    caller.person.surprise(`the yes to match ${matchId}, which is made, was turned round`);
  }
}

/** Decides on a match of others, which is answered as if there were none. */
export async function meddle(caller: Caller): Promise<void> {
  const { world, draw, ask } = caller.person;
  const matchId = [...draw.pick(world.callers).seen].find((id) => !caller.seen.has(id));
  if (matchId === undefined) return;
  await ask({
    method: "POST",
    path: "/api/match/decision/",
    body: { match_id: matchId, decision: "accept" },
    answer: z.never(),
    good: [],
    problems: ["match.unknown"],
    keyed: true,
  });
}
