import { z } from "zod";
import { MatchSettingsSaved } from "../../events/calls.ts";
import { command } from "../deciding/command.ts";
import { ageRange } from "../http/fields.ts";
import { success } from "../answers/successes.ts";

/** Saves a person's conditions for matches (seed 001 §2.1); they hold until changed. */
export const saveSettings = command({
  name: "saveSettings",
  app: "calls",

  input: z.object({
    preferred_gender: z.enum(["male", "female", "all"]),
    age_range: ageRange,
    radius_km: z.int().min(5).max(500).nullable().optional(),
  }),

  reads: () => ({}),

  decide: (_state, { preferred_gender, age_range, radius_km }, { me }) => [
    MatchSettingsSaved({
      userId: me,
      preferredGender: preferred_gender,
      ageRange: age_range,
      radiusKm: radius_km ?? null,
    }),
  ],

  answer: () => ({ message: success("settings.saved") }),
});
