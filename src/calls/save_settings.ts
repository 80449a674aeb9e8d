import { z } from "zod";
import { MatchSettingsSaved } from "../../events/calls.ts";
import { command } from "../command.ts";

const age = z.int().min(19).max(99);

/** Saves whom a person wants to be matched with (seed 001 §2.1); holds until changed. */
export const saveSettings = command({
  name: "saveSettings",
  app: "calls",

  input: z.object({
    preferred_gender: z.enum(["male", "female", "all"]),
    age_range: z.tuple([age, age]).refine(([min, max]) => min <= max, {
      params: { ko: "첫 나이가 둘째 나이보다 많으면 안 됩니다.", en: "must not have a first age above the second." },
    }),
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

  answer: () => ({ message: "매칭 조건이 저장되었습니다." }),
});
