import { z } from "zod";
import { listIntroductions } from "../../projections/saju/introductions.ts";
import { askerOf } from "../accounts/asker.ts";
import { account } from "../accounts/state.ts";
import { refuse } from "../answers/refusals.ts";
import { load } from "../deciding/boundary.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, limit } from "../http/fields.ts";
import type { System } from "../system.ts";
import { introductionAnswer, introductionStatus } from "./accepting.ts";
import { access, app } from "./access.ts";
import { asSeen, seenIntroduction } from "./as_seen.ts";
import { decidingEndpoints } from "./deciding_routes.ts";
import { isKnownTo } from "./meetings.ts";
import { recommendationEndpoints } from "./recommendation_routes.ts";
import { requestIntroduction } from "./request_introduction.ts";
import { isComplete, profileIncomplete, sajuProfile } from "./state.ts";

/** Recommendations and requests: seed 003 §4.2, Matches. */
export function introductionEndpoints(system: System) {
  const { run, log, registry, config } = system;

  return [
    ...recommendationEndpoints(system),
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
    ...decidingEndpoints(system),
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
