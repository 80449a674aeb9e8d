import { z } from "zod";
import { id } from "../../events/fields.ts";
import { RecommendationsAdded, RecommendationsDrawn } from "../../events/saju.ts";
import { idsIn } from "../../projections/saju/recommendations.ts";
import { command } from "../deciding/command.ts";
import { rules as sajuRules } from "./compatibility.ts";
import { isComplete, profileIncomplete, recommendedOnDay, sajuProfile } from "./state.ts";

/**
 * Records the people shown to someone on a day. People in a list stay; while it is short, others are appended. The caller
 * draws them by the viewer's chart. Empty lists are not recorded.
 */
export const drawRecommendations = command({
  name: "drawRecommendations",
  app: "saju",

  input: z.object({
    day: z.iso.date(),
    /** The viewer's chart, by which the people were drawn. */
    chart: z.string(),
    people: z.array(z.object({ userId: id, newcomer: z.boolean() })),
  }),

  reads: ({ day }, { me }) => ({ profile: sajuProfile(me), drawn: recommendedOnDay(me, day) }),

  decide: ({ profile, drawn }, { day, chart, people }, { me, rules }) => {
    if (!isComplete(profile)) return profileIncomplete(profile);
    // the birth date was corrected meanwhile, so the scores were wrong
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
