import { z } from "zod";
import { ageInYear, dateInKorea } from "../../projections/accounts/users.ts";
import { askerOf } from "../accounts/asker.ts";
import { account, pairOf } from "../accounts/state.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { chat } from "../chat/state.ts";
import { load } from "../deciding/boundary.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { idParam, limit } from "../http/fields.ts";
import { shownUrl } from "../http/media.ts";
import type { System } from "../system.ts";
import { mayMeet } from "./accepting.ts";
import { access, app } from "./access.ts";
import { explanation } from "./as_seen.ts";
import { score } from "./compatibility.ts";
import { explain } from "./explain.ts";
import { mayBeShown, shownScore } from "./explain_crowd.ts";
import { isKnownTo } from "./meetings.ts";
import {
  chartFrom,
  introductionBetween,
  isComplete,
  otherFrom,
  pillarsFrom,
  profileIncomplete,
  sajuProfile,
} from "./state.ts";
import { dailyLists } from "./todays_list.ts";

/** Someone of today's list. */
export const recommendation = z.object({
  user_id: z.int(),
  name: z.string(),
  age: z.int(),
  location: z.string().nullable(),
  bio: z.string().nullable(),
  profile_img_url: z.string().nullable(),
  compatibility_score: z.int(),
}).meta({ id: "Recommendation" });

/** Who is shown to somebody today, and why they fit. */
export function recommendationEndpoints(system: System) {
  const { log, registry, config, now } = system;
  const listOf = dailyLists(system);

  return [
    endpoint({
      ...access.recommendations,
      app,
      summary: "Today's recommendations, best score first",
      description:
        "Drawn once a day in Korea and the same until midnight; while the list is shorter than a day's number, newcomers are added at its end. The score is how many of a hundred pairs fit less well, in bands; it is for entertainment.",
      query: z.object({ limit: limit({ default: 1_000, max: 1_000 }) }),
      answers: {
        200: z.array(recommendation),
      },
      refusals: ["profile.required"],
      handle: async (request) => {
        const { userId } = request.user;
        const day = dateInKorea(now());
        const { state: { mine, me } } = await load(log, registry, { mine: sajuProfile(userId), me: account(userId) });
        if (!isComplete(mine)) return profileIncomplete(mine, me);
        const shown = await listOf(mine, day, askerOf(request));
        if (isRefusal(shown)) return shown;
        return ok(
          200,
          shown.people.slice(0, request.query.limit).map((profile) => ({
            user_id: profile.user_id,
            name: profile.name,
            age: ageInYear(profile.birth_date, day),
            location: profile.location,
            bio: profile.bio,
            profile_img_url: shownUrl(config, profile.profile_image),
            compatibility_score: shownScore(score(chartFrom(shown.chart), chartFrom(profile.chart))),
          })),
          { headers: { "cache-control": "no-store" } },
        );
      },
    }),
    compatibilityEndpoint(system),
  ];
}

function compatibilityEndpoint(system: System) {
  const { log, registry } = system;

  /** Whether one of the two left the chat. It must look the same as a block. */
  async function wasLeft(chatId: number): Promise<boolean> {
    const { state } = await load(log, registry, { chat: chat(chatId) });
    return state.chat?.left_position != null;
  }

  return endpoint({
    ...access.compatibility,
    app,
    summary: "How well I fit with someone I was shown, or who asked me",
    description:
      "For entertainment. My own pillars and elements, and each part of the score with a range of its points, in words. It says no more about the other person than the list does.",
    params: z.object({ user_id: idParam }),
    answers: { 200: explanation },
    refusals: ["profile.required", "account.unknown"],
    handle: async ({ user: { userId }, params: { user_id }, meta: { language } }) => {
      const isKnown = await isKnownTo(system, userId, user_id);
      const { state: { mine, me, other, pair, introduction } } = await load(log, registry, {
        mine: sajuProfile(userId),
        me: account(userId),
        other: sajuProfile(user_id),
        pair: pairOf([userId, user_id]),
        introduction: introductionBetween([userId, user_id]),
      });
      if (!isComplete(mine)) return profileIncomplete(mine, me);
      if (!isKnown) return refuse("account.unknown");
      if (!isComplete(other) || !mayMeet({ pair, other })) return refuse("account.unknown");
      if (introduction?.chat_id && await wasLeft(introduction.chat_id)) return refuse("account.unknown");
      if (!mayBeShown(otherFrom(mine), otherFrom(other))) return refuse("account.unknown");
      const { score, ...explained } = explain(pillarsFrom(mine), otherFrom(other), language);
      return ok(200, { user_id, compatibility_score: score, ...explained });
    },
  });
}
