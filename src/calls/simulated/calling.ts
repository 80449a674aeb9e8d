import { z } from "zod";
import type { RefusalCode } from "../../answers/refusals.ts";
import { message, type Person } from "../../app/simulates.ts";
import type { Caller } from "./caller.ts";
import { cancel, type Offer, poll } from "./queue.ts";

const started = z.object({
  call_session_id: z.string(),
  ice_servers: z.array(z.object({ urls: z.array(z.string()) })),
});
const history = z.array(z.object({
  call_id: z.int(),
  username: z.string(),
  call_time: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  duration_sec: z.int().nullable(),
  rated: z.boolean(),
}));

/** A match lapses within 60 s; somebody who forgot it has been told by then. */
const forgetsForSec = 75;

/** Plays the call of a match from start to rating, or a match that somebody forgets or gives up. */
export async function meet(caller: Caller, matchId: number): Promise<Offer | undefined> {
  const { person, habits } = caller;
  const { world, draw } = person;
  person.doing = "matched";
  const leave = draw.chance(habits.forgetsCall) ? forget : draw.chance(habits.cancels) ? giveUp : undefined;
  if (leave) {
    const found = await leave(caller);
    if (found !== "called") return found;
  } else {
    await world.pause(1000 * draw.between(0, 3));
  }
  const callId = await startCall(person, matchId);
  if (callId) await talk(caller, callId);
}

/** Does nothing about a match, and looks now and then what became of it: a call by the other, or a lapse. */
async function forget(caller: Caller): Promise<"called" | Offer | undefined> {
  const { person } = caller;
  const { world, draw } = person;
  const until = performance.now() + 1000 * forgetsForSec;
  while (performance.now() < until) {
    await world.pause(1000 * draw.between(2, 5));
    const reply = await poll(caller, 0, ["match.awaiting_call", "match.in_call"]);
    if ("body" in reply) return "match_id" in reply.body ? reply.body : undefined;
    if (reply.problem === "match.in_call") return "called";
    if (reply.problem !== "match.awaiting_call") return undefined;
  }
  person.surprise(`a match that nobody called for ${forgetsForSec} s has not lapsed`);
}

/** Cancels a match unless the other has started its call, and checks that the person is free. */
async function giveUp(caller: Caller): Promise<"called" | Offer | undefined> {
  await cancel(caller);
  caller.person.world.count("matches given up");
  const reply = await poll(caller, 0, ["match.in_call"]);
  if ("body" in reply) return "match_id" in reply.body ? reply.body : undefined;
  return reply.problem === "match.in_call" ? "called" : undefined;
}

async function startCall(person: Person, matchId: number): Promise<string | undefined> {
  const reply = await person.ask({
    method: "POST",
    path: "/api/call/start/",
    body: { match_id: matchId },
    answer: started,
    problems: ["call.ended", "match.lapsed"],
    keyed: true,
  });
  if ("problem" in reply) return undefined;
  const callId = reply.body.call_session_id;
  const other = person.world.callOf(matchId, callId);
  if (other !== undefined) person.surprise(`match ${matchId} is call ${other} to one and call ${callId} to the other`);
  person.doing = "in a call";
  return callId;
}

async function talk({ person, habits }: Caller, callId: string): Promise<void> {
  const { world, draw } = person;
  const callNumber = Number(callId);
  await world.pause(1000 * draw.around(habits.talksSec));
  const early = draw.chance(0.02) && await rate(person, callNumber, ["call.not_ended"]) === 201;
  await endCall(person, callId);
  if (draw.chance(0.05)) await endCall(person, callId);
  person.doing = "";
  world.count("calls finished");
  if (!draw.chance(habits.rates)) return;
  await world.pause(1000 * draw.around(0.5));
  await rate(person, callNumber, early ? ["rating.already_given"] : []);
  if (draw.chance(0.03) && await rate(person, callNumber, ["rating.already_given"]) === 201) {
    person.surprise(`call ${callId} was rated a second time`);
  }
  if (draw.chance(0.3)) await lookBack(person, callNumber);
}

async function endCall({ ask }: Person, callId: string): Promise<void> {
  await ask({
    method: "POST",
    path: "/api/call/end/",
    body: { call_session_id: callId },
    answer: message,
    keyed: true,
  });
}

async function rate(
  { ask, draw }: Person,
  callId: number,
  problems: readonly RefusalCode[],
): Promise<number | undefined> {
  const comment = draw.chance(0.3)
    ? draw.pick(["좋은 대화였어요.", "소리가 자꾸 끊겼어요.", "다음에 또!", ""])
    : undefined;
  const reply = await ask({
    method: "POST",
    path: "/api/history/rate/",
    body: { call_id: callId, rating: draw.pick([1, 2, 3, 4, 4, 5, 5, 5]), comment },
    answer: message,
    good: [201],
    problems,
    keyed: true,
  });
  return "status" in reply ? reply.status : undefined;
}

/** The call just rated must be in the history, ended and rated. */
async function lookBack(person: Person, callId: number): Promise<void> {
  const reply = await person.ask({ method: "GET", path: "/api/history/recent/", query: "?limit=5", answer: history });
  if ("problem" in reply) return;
  const call = reply.body.find((past) => past.call_id === callId);
  if (!call?.rated || call.ended_at === null) {
    person.surprise(`the history has call ${callId}, which was rated, as ${JSON.stringify(call)}`);
  }
}
