import type { Origin } from "../chat/contract.ts";
import type { Partner } from "../chat/flow.ts";
import type { Introduction, IntroductionFrame } from "./contract.ts";

/*
 * Requests as a value: what `GET /api/sync` and `GET /api/matches` list, carried on by the frames that come. Pure, so
 * that a frame that comes twice does no harm.
 */

const statusAfter = {
  "introduction.accepted": "matched",
  "introduction.declined": "declined",
  "introduction.withdrawn": "withdrawn",
  "introduction.lapsed": "lapsed",
} as const;

/** What a frame makes of the requests. A new one is not in its frame: the list is asked. */
export function next(introductions: Introduction[], { type, data }: IntroductionFrame): Introduction[] {
  return type in statusAfter
    ? decided(introductions, data.match_id, statusAfter[type as keyof typeof statusAfter])
    : introductions;
}

/** With what was decided of one. */
export function decided(
  introductions: Introduction[],
  matchId: number,
  status: Introduction["status"],
): Introduction[] {
  return introductions.map((one) => one.match_id === matchId ? { ...one, status } : one);
}

/** All requests as `GET /api/matches` lists them; one that was heard to be decided stays so. */
export function withListed(introductions: Introduction[], listed: Introduction[]): Introduction[] {
  return listed.map((one) => {
    const known = introductions.find(({ match_id }) => match_id === one.match_id);
    return known && one.status === "requested" ? { ...one, status: known.status } : one;
  });
}

/** The chat that a yes opens. Whose name it has may only be known once the list is there. */
export function chatOfYes(
  introductions: Introduction[],
  { match_id, user_id, chat_id }: { match_id: number; user_id: number; chat_id: number },
): { chat_id: number; origin: Origin; partner: Partner } {
  const partner = introductions.find((one) => one.match_id === match_id)?.partner ??
    { user_id, name: null, profile_img_url: null };
  return { chat_id, origin: { kind: "introduction", id: match_id }, partner };
}

/** The requests that wait for my answer. */
export const waitingFor = (me: number, introductions: Introduction[]): Introduction[] =>
  introductions.filter(({ status, receiver_id }) => status === "requested" && receiver_id === me);
