import { z } from "zod";
import { id } from "../../events/fields.ts";
import { RecommendationsAdded, RecommendationsDrawn } from "../../events/saju.ts";
import { idsIn } from "../../projections/recommendations.ts";
import { command } from "../command.ts";
import { rules as sajuRules } from "./compatibility.ts";
import { isComplete, profileIncomplete, recommendedOnDay, sajuProfile } from "./state.ts";

/**
 * Settles whom someone is shown on a day. People in a list stay there; while it is shorter than a day's number, others
 * come behind. The caller has drawn them by the viewer's chart; an empty list is not kept.
 */
export const drawRecommendations = command({
  name: "drawRecommendations",
  app: "saju",

  input: z.object({
    day: z.iso.date(),
    /** The viewer's, by which the people were drawn. */
    chart: z.string(),
    people: z.array(z.object({ userId: id, newcomer: z.boolean() })),
  }),

  reads: ({ day }, me) => ({ profile: sajuProfile(me), drawn: recommendedOnDay(me, day) }),

  decide: ({ profile, drawn }, { day, chart, people }, { me, rules }) => {
    if (!isComplete(profile)) return profileIncomplete(profile);
    // corrected meanwhile: they were drawn by scores that are not so
    if (profile.chart !== chart) return [];
    const shown = drawn ? idsIn(drawn.people) : [];
    const room = Math.max(0, rules.recommendationsPerDay - shown.length);
    const more = people.filter(({ userId }) => !shown.includes(userId)).slice(0, room);
    if (more.length === 0) return [];
    const list = { userId: me, day, rules: sajuRules, people: more };
    return [drawn ? RecommendationsAdded(list) : RecommendationsDrawn(list)];
  },

  answer: ({ drawn }) => ({ drawn: drawn !== undefined }),
});
