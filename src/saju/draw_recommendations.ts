import { z } from "zod";
import { id } from "../../events/fields.ts";
import { RecommendationsDrawn } from "../../events/saju.ts";
import { command } from "../command.ts";
import { rules } from "./compatibility.ts";
import { isComplete, profileIncomplete, recommendedOnDay, sajuProfile } from "./state.ts";

/**
 * Settles whom someone is shown on a day: the first list that is drawn stays. Whoever offers this has drawn it; a list of
 * nobody is none, so that whoever comes later that day is found.
 */
export const drawRecommendations = command({
  name: "drawRecommendations",
  app: "saju",

  input: z.object({
    day: z.iso.date(),
    people: z.array(z.object({ userId: id, newcomer: z.boolean() })),
  }),

  reads: ({ day }, me) => ({ profile: sajuProfile(me), drawn: recommendedOnDay(me, day) }),

  decide: ({ profile, drawn }, { day, people }, { me }) => {
    if (!isComplete(profile)) return profileIncomplete(profile);
    return drawn || people.length === 0 ? [] : [RecommendationsDrawn({ userId: me, day, rules, people })];
  },

  answer: ({ drawn }) => ({ drawn: drawn !== undefined }),
});
