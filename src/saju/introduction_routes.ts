import { z } from "zod";
import { listIntroductions } from "../../projections/saju/introductions.ts";
import { ageInYear, dateInKorea } from "../../projections/accounts/users.ts";
import { askerOf } from "../accounts/asker.ts";
import { account, pairOf } from "../accounts/state.ts";
import { chat } from "../chat/state.ts";
import { load } from "../deciding/boundary.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, limit } from "../http/fields.ts";
import { shownUrl } from "../http/media.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { isKnownTo } from "./meetings.ts";
import type { System } from "../system.ts";
import { acceptIntroduction } from "./accept_introduction.ts";
import { introductionAnswer, introductionStatus, mayMeet } from "./accepting.ts";
import { asSeen, explanation, seenIntroduction } from "./as_seen.ts";
import { declineIntroduction } from "./decline_introduction.ts";
import { score } from "./compatibility.ts";
import { explain } from "./explain.ts";
import { mayBeShown, shownScore } from "./explain_crowd.ts";
import { requestIntroduction } from "./request_introduction.ts";
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
import { withdrawIntroduction } from "./withdraw_introduction.ts";
import { access, app } from "./access.ts";

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

/** Recommendations and requests: seed 003 §4.2, Matches. */
export function introductionEndpoints(system: System) {
  const { run, log, registry, config, now } = system;
  const listOf = dailyLists(system);

  const decision = {
    app,
    idempotent: true,
    params: z.object({ match_id: idParam }),
    answers: { 200: introductionAnswer },
  };
  const decisionRefusals = [
    "introduction.unknown",
    "introduction.not_receiver",
    "introduction.decided_otherwise",
    "introduction.not_open",
  ] as const;

  /** Whether one of the two left the chat. It must look the same as a block. */
  async function wasLeft(chatId: number): Promise<boolean> {
    const { state } = await load(log, registry, { chat: chat(chatId) });
    return state.chat?.left_position != null;
  }

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
    endpoint({
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
    }),
    endpoint({
      ...access.requestIntroduction,
      app,
      summary: "Ask someone I was shown to talk; if they asked me first, it is a yes",
      examples: { 201: { match_id: 31, status: "requested" } },
      description: "`status` is `requested`, or `matched` with a `chat_id` if the other person had asked me first.",
      idempotent: true,
      body: z.object({ receiver_id: idParam }),
      answers: { 201: introductionAnswer },
      refusals: ["profile.required", "account.unknown", "introduction.exists"],
      handle: async (request) => {
        const { user: { userId }, body: { receiver_id } } = request;
        const { state: { mine, me } } = await load(log, registry, { mine: sajuProfile(userId), me: account(userId) });
        if (!isComplete(mine)) return profileIncomplete(mine, me);
        if (!await isKnownTo(system, userId, receiver_id)) return refuse("account.unknown");
        return answer(201, await run(requestIntroduction, { receiver_id }, askerOf(request)));
      },
    }),
    endpoint({
      ...decision,
      ...access.acceptIntroduction,
      summary: "Accept a request, which opens our chat",
      examples: { 200: { match_id: 31, status: "matched", chat_id: 5 } },
      description: "Only the person who received the request can decide. Accepting twice answers the same chat.",
      refusals: [...decisionRefusals, "introduction.closed"],
      handle: async (request) => answer(200, await run(acceptIntroduction, request.params, askerOf(request))),
    }),
    endpoint({
      ...decision,
      ...access.declineIntroduction,
      summary: "Decline a request",
      examples: { 200: { match_id: 31, status: "declined" } },
      description: "Only the person who received the request can decide. After a no, neither can ask again.",
      refusals: decisionRefusals,
      handle: async (request) => answer(200, await run(declineIntroduction, request.params, askerOf(request))),
    }),
    endpoint({
      ...access.withdrawIntroduction,
      app,
      summary: "Take back a request of mine that is still open; the same person cannot be asked again",
      description: "Only the requester can withdraw. Withdrawing twice is harmless.",
      examples: { 200: { match_id: 31, status: "withdrawn" } },
      params: z.object({ match_id: idParam }),
      answers: { 200: introductionAnswer },
      refusals: ["introduction.unknown", "introduction.not_requester", "introduction.not_open"],
      handle: async (request) => answer(200, await run(withdrawIntroduction, request.params, askerOf(request))),
    }),
    endpoint({
      ...access.introductions,
      app,
      summary: "Requests I made and got, newest first",
      description: "`status` asks for one kind alone; `before` takes a `match_id` and continues after it.",
      query: z.object({
        status: introductionStatus.optional(),
        before: idParam.optional(),
        limit: limit({ default: 100, max: 1_000 }),
      }),
      answers: { 200: z.array(seenIntroduction) },
      refusals: ["profile.required"],
      handle: async ({ user: { userId }, query }) => {
        const { state: { mine, me } } = await load(log, registry, { mine: sajuProfile(userId), me: account(userId) });
        if (!isComplete(mine)) return profileIncomplete(mine, me);
        const listed = await listIntroductions(registry, userId, query);
        return ok(200, listed.map((row) => asSeen(config, row, userId)));
      },
    }),
  ];
}
