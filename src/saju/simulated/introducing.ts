import { z } from "zod";
import { apart, type Person } from "../../app/simulates.ts";
import { openRoom } from "../../chat/simulated/rooms.ts";
import { access } from "../access.ts";
import type { Dater } from "./dater.ts";

const introduced = z.object({ match_id: z.int(), status: z.string(), chat_id: z.int().optional() });
type Introduced = z.infer<typeof introduced>;

/** To what a request comes, once for good. */
export const ends = ["matched", "declined", "withdrawn"] as const;

/** The fact that one of two people has asked the other, or what came of it. */
export const outcome = (what: "asked" | typeof ends[number], one: Person, other: Person): string =>
  `${Math.min(one.userId, other.userId)} and ${Math.max(one.userId, other.userId)} are ${what}`;

/** A request between somebody and another one, as they last saw it. */
export type Known = { id: number; other: Person; isMine: boolean };

/** Asks somebody; if they have asked already, it is a yes. */
export async function request({ person }: Dater, other: Person): Promise<void> {
  const { ask, surprise, world, met } = person;
  const { facts } = world;
  const [asked, matched] = [outcome("asked", person, other), outcome("matched", person, other)];
  const mustBeApart = facts.must(apart(person.userId, other.userId));
  const isAsked = facts.begin(asked);
  const isMatched = facts.begin(matched);
  const reply = await ask({
    ...access.requestIntroduction,
    body: { receiver_id: other.userId },
    answer: introduced,
    good: [201],
    problems: ["introduction.exists", "account.unknown"],
    keyed: true,
  });
  isAsked("body" in reply);
  isMatched("body" in reply && reply.body.status === "matched");
  if ("problem" in reply) {
    if (reply.problem === "introduction.exists" && !facts.may(asked)) surprise(`${other.username} was never asked`);
    if (reply.problem === "account.unknown" && !facts.may(apart(person.userId, other.userId))) {
      surprise(`${other.username} is unknown to somebody who was shown them`);
    }
    return;
  }
  world.count("requests");
  if (mustBeApart) surprise(`${other.username} was asked over a block`);
  met.push({ kind: "user", id: other.userId, other });
  opened(person, other, reply.body);
}

/** What is done about a request, and what it may come to otherwise. */
const ways = {
  accept: {
    ...access.acceptIntroduction,
    comesTo: "matched",
    problems: ["introduction.not_open", "introduction.decided_otherwise", "introduction.closed"],
  },
  decline: {
    ...access.declineIntroduction,
    comesTo: "declined",
    problems: ["introduction.not_open", "introduction.decided_otherwise"],
  },
  withdraw: { ...access.withdrawIntroduction, comesTo: "withdrawn", problems: ["introduction.not_open"] },
} as const;

/** Accepts, declines or withdraws a request that was open a moment ago. */
export async function settle({ person }: Dater, way: keyof typeof ways, { id, other }: Known): Promise<void> {
  const { ask, surprise, world: { facts, count } } = person;
  const { comesTo, ...question } = ways[way];
  const mustBe = ends.find((end) => end !== comesTo && facts.must(outcome(end, person, other)));
  const isSo = facts.begin(outcome(comesTo, person, other));
  const reply = await ask({ ...question, params: { match_id: id }, answer: introduced, keyed: way !== "withdraw" });
  isSo("body" in reply);
  if ("problem" in reply) return explained(person, other, { way, id, problem: reply.problem });
  count(`requests ${comesTo}`);
  if (mustBe) surprise(`request ${id}, which is ${mustBe}, can be ${comesTo}`);
  if (reply.body.status !== comesTo) surprise(`request ${id} was to be ${comesTo}, and is ${reply.body.status}`);
  opened(person, other, reply.body);
}

/** A request is not refused without a reason. */
function explained(person: Person, other: Person, of: { way: string; id: number; problem: string }): void {
  if (of.problem === "broken") return;
  const { facts } = person.world;
  const isOver = ends.some((end) => facts.may(outcome(end, person, other)));
  const isApart = facts.may(apart(person.userId, other.userId));
  if (of.problem === "introduction.closed" ? isApart : isOver) return;
  person.surprise(`request ${of.id} refuses to ${of.way} without a reason: ${of.problem}`);
}

/** A yes opens a chat, and nothing else does. */
function opened(person: Person, other: Person, { match_id, status, chat_id }: Introduced): void {
  if ((status === "matched") !== (chat_id !== undefined)) {
    person.surprise(`request ${match_id} is ${status} with chat ${chat_id}`);
  }
  if (chat_id !== undefined) openRoom(person, chat_id, other);
}

/** Decides on what is not one's own to decide: on a request that one made, or that is between others. */
export async function overstep({ person, known }: Dater): Promise<void> {
  const { ask, draw, world } = person;
  const mine = [...known.values()].filter(({ isMine }) => isMine);
  const foreign = [...draw.pick(world.daters).known.values()].find(({ id, other }) =>
    other !== person && !known.has(id)
  );
  const wrong = draw.chance(0.5) || !foreign ? mine.at(-1) : foreign;
  if (!wrong) return;
  await ask({
    ...access.declineIntroduction,
    params: { match_id: wrong.id },
    answer: z.never(),
    good: [],
    problems: [wrong === foreign ? "introduction.unknown" : "introduction.not_receiver"],
    keyed: true,
  });
}
