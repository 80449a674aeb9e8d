import { type DaysList, recommendedOn, shownBefore } from "../../projections/saju/recommendations.ts";
import type { Asker } from "../deciding/command.ts";
import { makePace, type Pace, type PaceOptions } from "../http/pace.ts";
import { isRefusal, type Refusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { type Candidates, candidatesFor } from "./candidates.ts";
import { draw, type Drawn } from "./draw.ts";
import { drawRecommendations } from "./draw_recommendations.ts";
import { mayBeShown } from "./explain_crowd.ts";
import { type CompleteProfile, isComplete, otherFrom } from "./state.ts";

/** A person's list of a day: the people, and the viewer's chart for the scores. */
export type Shown = { chart: string; people: CompleteProfile[] };

/** How often a person's looks may search for more people: if few fit, a search goes through everybody. */
const searches: PaceOptions = { perSecond: 0.2, burst: 60 };
/** How many people's searches to count before forgetting them all. */
const remembered = 10_000;

/** Returns a function that gives a person's list of a day. */
export function dailyLists(
  system: System,
): (mine: CompleteProfile, day: string, asker: Asker) => Promise<Shown | Refusal> {
  const paces = new Map<number, Pace>();

  function maySearch(userId: number): boolean {
    const pace = paces.get(userId) ?? makePace(searches);
    if (paces.size >= remembered) paces.clear();
    paces.set(userId, pace);
    return pace(system.now().getTime());
  }

  return (mine, day, asker) => todaysList(system, mine, { day, asker, maySearch });
}

/**
 * Someone's list of a day. The first look draws it; while it is short, later looks append people who joined since, at a
 * limited rate.
 */
async function todaysList(
  { registry, run, config, now }: System,
  mine: CompleteProfile,
  { day, asker, maySearch }: { day: string; asker: Asker; maySearch(userId: number): boolean },
): Promise<Shown | Refusal> {
  const count = config.recommendationsPerDay;
  const before = await recommendedOn(registry, mine.user_id, day);
  if (before.drawn.length >= count || !maySearch(mine.user_id)) return shownOf(before, mine);
  const people = await more(before.drawn, count);
  if (people.length === 0) return shownOf(before, mine);
  const drawn = await run(drawRecommendations, { day, chart: mine.chart, people }, asker);
  if (isRefusal(drawn)) return drawn;
  return shownOf(await recommendedOn(registry, mine.user_id, day), mine);

  /** More people to show. Those already shown by a wrong birth date come last. */
  async function more(drawn: readonly number[], count: number): Promise<Drawn[]> {
    const all = await candidatesFor(registry, mine, now());
    const room = count - drawn.length;
    const former = mine.is_birth_corrected ? await shownBefore(registry, mine.user_id) : [];
    const others = draw(mine, without(all, [...drawn, ...former]), { count, room });
    if (former.length === 0 || others.length === room) return others;
    const left = without(all, [...drawn, ...others.map(({ userId }) => userId)]);
    return [...others, ...draw(mine, left, { count, room: room - others.length })];
  }
}

function without({ window, newcomers, isEverybody }: Candidates, ids: readonly number[]): Candidates {
  const isLeft = ({ user_id }: { user_id: number }) => !ids.includes(user_id);
  return { window: window.filter(isLeft), newcomers: newcomers.filter(isLeft), isEverybody };
}

/** The list as shown. Leaves out people whose corrected birth date lets the score tell too much. */
function shownOf({ chart, people }: DaysList, mine: CompleteProfile): Shown {
  const me = { chart: chart ?? mine.chart, birth_date: mine.birth_date };
  const isShown = (other: CompleteProfile) => !other.is_birth_corrected || mayBeShown(otherFrom(me), otherFrom(other));
  return { chart: me.chart, people: people.filter(isComplete).filter(isShown) };
}
