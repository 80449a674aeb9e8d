import { pillars as pillarsSchema } from "../../events/saju.ts";
import { introductions } from "../../projections/saju/introductions.ts";
import { pairKey } from "../../projections/two.ts";
import { recommendations } from "../../projections/saju/recommendations.ts";
import type { Reader } from "../../projections/projection.ts";
import { isComplete, type SajuProfile, sajuProfileOf, sajuProfiles } from "../../projections/saju/saju_profiles.ts";
import { row } from "../deciding/boundary.ts";
import type { User } from "../../projections/accounts/users.ts";
import { profileRequired, type Refusal } from "../answers/refusals.ts";
import type { Chart } from "./compatibility.ts";
import type { Pillars } from "./pillars.ts";
import { access } from "./access.ts";

export { type CompleteProfile, isComplete } from "../../projections/saju/saju_profiles.ts";

/** A person's profile for blind dates. */
export const sajuProfile = (userId: number) => row(sajuProfiles, { user_id: userId });

/** Who asked whom, and what came of it. */
export const introduction = (introductionId: number) => row(introductions, { id: introductionId });

/** The same by the two people, in either order: there is one between them at most. */
export const introductionBetween = (people: readonly [number, number]) => row(introductions, pairKey(people));

/** Whether someone has said all that blind dates need. */
export async function hasSajuProfile(registry: Reader, userId: number): Promise<boolean> {
  return isComplete(await sajuProfileOf(registry, userId));
}

/** The people shown to someone on a day of Korea's calendar. */
export const recommendedOnDay = (userId: number, day: string) => row(recommendations, { user_id: userId, day });

/** Refuses someone with an incomplete profile. Does not ask again for what another app knows. */
export function profileIncomplete(
  profile: SajuProfile | undefined,
  account?: Pick<User, "birth_date" | "gender">,
): Refusal {
  return profileRequired(access.changeSajuProfile, {
    name: profile?.name,
    birth_date: profile?.birth_date ?? account?.birth_date,
    gender: profile?.gender ?? account?.gender,
  });
}

/** The pillars of year, month and day, as a profile holds them in one word. */
export function chartFrom(chart: string): Chart {
  return { year: chart.slice(0, 2), month: chart.slice(2, 4), day: chart.slice(4, 6) };
}

/** All pillars of a complete profile. */
export function pillarsFrom({ pillars }: Pick<SajuProfile, "pillars">): Pillars {
  return pillarsSchema.parse(JSON.parse(pillars ?? "null"));
}

/** The same as others are told about: with the year of birth, which the age that they see gives away. */
export function otherFrom({ chart, birth_date }: { chart: string; birth_date: string }): Chart & { birthYear: number } {
  return { ...chartFrom(chart), birthYear: Number(birth_date.slice(0, 4)) };
}
