import { z } from "zod";
import { dateInKorea } from "../../../projections/accounts/users.ts";
import { apart, type Person } from "../../app/simulates.ts";
import { access } from "../access.ts";
import type { Dater } from "./dater.ts";
import { ends, outcome, request, settle } from "./introducing.ts";

const shown = z.array(z.object({ user_id: z.int(), name: z.string(), compatibility_score: z.int() }));
const explained = z.object({ user_id: z.int(), compatibility_score: z.int() });
const listed = z.array(z.object({
  match_id: z.int(),
  status: z.string(),
  requester_id: z.int(),
  receiver_id: z.int(),
  partner: z.object({ user_id: z.int(), name: z.string() }),
}));
type Listed = z.infer<typeof listed>[number];

const byId = ({ world }: Person, id: number) => world.people.find(({ userId }) => userId === id);

/** Those whom a list of the day leaves out: asked or blocked, for certain or perhaps. */
function gone(person: Person, how: "may" | "must"): Set<number> {
  const { facts, people } = person.world;
  const isGone = (other: Person) =>
    facts[how](outcome("asked", person, other)) || facts[how](apart(person.userId, other.userId));
  return new Set(people.filter(isGone).map(({ userId }) => userId));
}

/** Looks at the people of the day, finds out more about one of them, and perhaps asks them. */
export async function lookAround(dater: Dater): Promise<void> {
  const { person, habits } = dater;
  const { ask, draw, surprise, userId } = person;
  const day = dateInKorea(new Date());
  const mustBeGone = gone(person, "must");
  const reply = await ask({ ...access.recommendations, answer: shown });
  if ("problem" in reply) return;
  const ids = reply.body.map(({ user_id }) => user_id);
  if (new Set(ids).size < ids.length || ids.includes(userId)) surprise(`the list of the day is ${ids}, for ${userId}`);
  const wrong = ids.filter((id) => mustBeGone.has(id));
  if (wrong.length > 0) surprise(`the list of the day has ${wrong}, who were asked or blocked`);
  const people = ids.flatMap((id) => byId(person, id) ?? []);
  keepsOrder(dater, { day, people });

  const one = reply.body.length > 0 ? draw.pick(reply.body) : undefined;
  const other = one && byId(person, one.user_id);
  if (!one || !other) return;
  if (draw.chance(0.4)) await wonder(person, one.user_id, one.compatibility_score);
  await person.world.pause(1000 * draw.around(0.3));
  if (draw.chance(habits.asks)) await request(dater, other);
}

/** Whom a list has shown it shows all day, in the same order, but for those who were asked or blocked meanwhile. */
function keepsOrder({ person, shown: before }: Dater, now: Dater["shown"]): void {
  const isSameDay = before.day === now.day && dateInKorea(new Date()) === now.day;
  const mayBeGone = gone(person, "may");
  const stays = before.people.filter((other) => now.people.includes(other) || !mayBeGone.has(other.userId));
  const isKept = stays.every((other, n) => now.people[n] === other);
  if (isSameDay && !isKept) {
    const ids = (people: Person[]) => people.map(({ userId }) => userId).join(", ");
    person.surprise(`the list of the day was ${ids(before.people)} and is ${ids(now.people)}`);
  }
  Object.assign(before, now);
}

/** Asks why someone fits: with the score that the list has, unless the two are apart by now. */
async function wonder(person: Person, userId: number, score: number): Promise<void> {
  const { ask, surprise, world: { facts } } = person;
  const reply = await ask({
    ...access.compatibility,
    params: { user_id: userId },
    answer: explained,
    problems: ["account.unknown"],
  });
  if ("body" in reply && reply.body.compatibility_score !== score) {
    surprise(`the score with ${userId} is ${score} in the list and ${reply.body.compatibility_score} beside it`);
  }
  // a chat that one of the two left looks the same as a block
  const other = byId(person, userId);
  const mayBeApart = facts.may(apart(person.userId, userId)) || other && facts.may(outcome("matched", person, other));
  if ("problem" in reply && !mayBeApart) surprise(`${userId}, of the list of the day, is unknown beside it`);
}

/** Looks at requests made and got, and does something about one that is open. */
export async function lookAtRequests(dater: Dater): Promise<void> {
  const { person, habits, known } = dater;
  const { ask, draw, world } = person;
  const before = world.people.filter((other) => other !== person).map((other) => expected(person, other));
  const reply = await ask({ ...access.introductions, query: "?limit=1000", answer: listed });
  if ("problem" in reply) return;
  for (const one of before) compare(person, one, reply.body.filter((row) => row.partner.user_id === one.other.userId));
  const open = reply.body.flatMap((row) => {
    const other = byId(person, row.partner.user_id);
    if (!other) return [];
    const request = { id: row.match_id, other, isMine: row.requester_id === person.userId };
    known.set(request.id, request);
    if (!person.met.some(({ kind, id }) => kind === "user" && id === other.userId)) {
      person.met.push({ kind: "user", id: other.userId, other });
    }
    return row.status === "requested" ? [request] : [];
  });
  if (open.length === 0) return;
  const one = draw.pick(open);
  await world.pause(1000 * draw.around(0.3));
  if (one.isMine) {
    if (draw.chance(habits.withdraws)) await settle(dater, "withdraw", one);
  } else if (draw.chance(habits.accepts)) await settle(dater, "accept", one);
  else if (draw.chance(habits.declines)) await settle(dater, "decline", one);
}

type Expected = ReturnType<typeof expected>;

/** What is certain of two people before one of them asks. */
function expected(person: Person, other: Person) {
  const { facts } = person.world;
  return {
    other,
    isAsked: facts.must(outcome("asked", person, other)),
    isApart: facts.must(apart(person.userId, other.userId)),
    end: ends.find((end) => facts.must(outcome(end, person, other))),
  };
}

function compare(person: Person, { other, isAsked, isApart, end }: Expected, rows: Listed[]): void {
  const { surprise, world: { facts } } = person;
  const may = (what: Parameters<typeof outcome>[0]) => facts.may(outcome(what, person, other));
  const [row] = rows;
  const who = `the request between ${person.userId} and ${other.userId}`;
  if (rows.length > 1) surprise(`${who} is listed ${rows.length} times`);
  if (!row) {
    // with a chat that one of the two left it is gone, too
    const mayBeGone = facts.may(apart(person.userId, other.userId)) || may("matched");
    if (isAsked && !mayBeGone) surprise(`${who} is not listed`);
    return;
  }
  if (isApart) surprise(`${who} is listed over a block`);
  const isKnown = row.status === "requested" ? may("asked") : ends.some((end) => end === row.status && may(end));
  if (!isKnown || end !== undefined && row.status !== end) surprise(`${who} is ${row.status}, not ${end ?? "that"}`);
}
