import { z } from "zod";
import type { User } from "../../projections/accounts/users.ts";
import type { SajuProfile } from "../../projections/saju/saju_profiles.ts";
import { instant } from "../http/fields.ts";
import { type Reached, shownUrl } from "../http/media.ts";
import { birthSeen, seenBirth } from "./birth_fields.ts";
import { pillarsFrom } from "./state.ts";

/** My own profile for blind dates. */
export const sajuProfile = z.object({
  user_id: z.int(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  ...seenBirth,
  /** Whether I may still correct my birth date, once. */
  can_correct_birth_date: z.boolean(),
  birth_time: z.string().nullable(),
  gender: z.string().nullable(),
  location: z.string().nullable(),
  job: z.string().nullable(),
  bio: z.string().nullable(),
  profile_img_url: z.string().nullable(),
  preferred_gender: z.string().nullable(),
  age_range: z.tuple([z.int(), z.int()]).nullable(),
  /** Whether I stay out of other people's lists. */
  paused: z.boolean(),
  /** Without a birth time there is no pillar of the hour, and `precision` says so. */
  pillars: z.object({ year: z.string(), month: z.string(), day: z.string(), hour: z.string().nullable() }).nullable(),
  precision: z.object({ year: z.string(), month: z.string(), day: z.string(), hour: z.string() }).nullable(),
  created_at: instant,
}).meta({ id: "SajuProfile" });

/** A profile as its person sees it. */
export function seenProfile(
  reached: Reached,
  me: User,
  mine: SajuProfile | undefined,
): Omit<z.output<typeof sajuProfile>, "can_correct_birth_date"> {
  const { precision, ...pillars } = mine?.pillars ? pillarsFrom(mine) : { precision: null };
  return {
    user_id: me.id,
    name: mine?.name ?? null,
    email: me.email,
    email_verified: me.email_verified,
    ...birthSeen(me.birth_date, mine?.birth_calendar ?? null),
    birth_time: mine?.birth_time ?? null,
    gender: me.gender,
    location: mine?.location ?? null,
    job: mine?.job ?? null,
    bio: mine?.bio ?? null,
    profile_img_url: shownUrl(reached, mine?.profile_image ?? null),
    preferred_gender: mine?.preferred_gender ?? null,
    age_range: mine?.age_min != null && mine.age_max != null ? [mine.age_min, mine.age_max] : null,
    paused: mine?.is_paused ?? false,
    pillars: "year" in pillars ? pillars : null,
    precision,
    created_at: new Date(me.date_joined).toISOString(),
  };
}
