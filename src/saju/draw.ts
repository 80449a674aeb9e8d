import type { Candidate, Candidates } from "./candidates.ts";
import { score } from "./compatibility.ts";
import { mayBeShown, shownScore } from "./explain_crowd.ts";
import { chartFrom, otherFrom } from "./state.ts";

/** Someone who is shown on a day, and whether it is because they are new. */
export type Drawn = { userId: number; newcomer: boolean };

/** One in so many of a list is a newcomer. */
const newcomerShare = 5;
/** Of a crowd that is no bigger than so many lists, nobody is left out. */
const smallestCrowd = 4;

/**
 * Draws a day's list: of ten people eight by score and two newcomers, the best score first, as far as scores are shown.
 * From a small crowd it takes from the first half first, so that nobody there is shown to everyone. People about whom a
 * score would tell too much are left out. Pure.
 *
 * @param viewer the person the list is for
 * @param from people who may be drawn
 * @param of.count how many a day's list holds
 * @param of.room how many more fit; equals `count` for a new list
 */
export function draw(
  viewer: Pick<Candidate, "chart" | "birth_date">,
  { window, isEverybody, newcomers }: Candidates,
  { count, room = count }: { count: number; room?: number },
): Drawn[] {
  const me = otherFrom(viewer);
  const isShown = (candidate: Candidate) => mayBeShown(me, otherFrom(candidate));
  const half = isEverybody && window.length > smallestCrowd * count ? Math.ceil(window.length / 2) : window.length;
  const byScore = (crowd: Candidate[]) =>
    crowd.map((candidate) => ({ candidate, score: score(me, chartFrom(candidate.chart)) }))
      .sort((a, b) => b.score - a.score);
  const ranked = [...byScore(window.slice(0, half)), ...byScore(window.slice(half))][Symbol.iterator]();

  const chosen = new Map<number, Drawn & { shown: number }>();
  const take = (candidate: Candidate, newcomer: boolean) =>
    chosen.set(candidate.user_id, {
      userId: candidate.user_id,
      newcomer,
      shown: shownScore(score(me, chartFrom(candidate.chart))),
    });
  const takeBest = (upTo: number) => {
    while (chosen.size < upTo) {
      const { value } = ranked.next();
      if (!value) return;
      if (!chosen.has(value.candidate.user_id) && isShown(value.candidate)) take(value.candidate, false);
    }
  };
  takeBest(room - Math.floor(room / newcomerShare));
  for (const candidate of newcomers) {
    if (chosen.size >= room) break;
    if (!chosen.has(candidate.user_id) && isShown(candidate)) take(candidate, true);
  }
  takeBest(room);

  // of equal scores as shown, the order must not tell which is really higher
  const places = new Map([...window, ...newcomers].map(({ user_id }, place) => [user_id, place]));
  const placeOf = ({ userId }: Drawn) => places.get(userId) ?? 0;
  return [...chosen.values()]
    .sort((a, b) => b.shown - a.shown || placeOf(a) - placeOf(b))
    .map(({ userId, newcomer }) => ({ userId, newcomer }));
}
