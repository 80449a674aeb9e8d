import { z } from "zod";
import { chosenName } from "../accounts/shown_name.ts";
import { ageRange, line, text } from "../http/fields.ts";
import { birthFields } from "./birth_fields.ts";
import { birthTimeSchema } from "./pillars.ts";

/** What people send of themselves: each field as the seed names it. */
export const fields = {
  name: chosenName({ min: 1, max: 100 }),
  ...birthFields,
  gender: z.enum(["male", "female", "other"]),
};

/** What people may send besides. Null clears, and so does an empty text. */
export const moreFields = {
  birth_time: birthTimeSchema.nullable().optional(),
  location: line({ min: 0, max: 255 }).nullable().optional(),
  job: line({ min: 0, max: 255 }).nullable().optional(),
  bio: text({ min: 0, max: 2_000 }).nullable().optional(),
  preferred_gender: z.enum(["male", "female", "other", "all"]).nullable().optional(),
  age_range: ageRange.nullable().optional(),
};

type More = { [K in keyof typeof moreFields]?: z.output<(typeof moreFields)[K]> };

/** The same as slices take it. */
export function said({ birth_time, location, job, bio, preferred_gender, age_range }: More) {
  return {
    birthTime: birth_time,
    location: emptied(location),
    job: emptied(job),
    bio: emptied(bio),
    preferredGender: preferred_gender,
    ageRange: age_range,
  };
}

function emptied(text: string | null | undefined): string | null | undefined {
  return text === "" ? null : text;
}
