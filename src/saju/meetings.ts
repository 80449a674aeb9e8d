import { wasRecommended } from "../../projections/saju/recommendations.ts";
import type { SajuProfile } from "../../projections/saju/saju_profiles.ts";
import type { MeetingKind, Names } from "../app/meetings.ts";
import { load } from "../deciding/boundary.ts";
import type { System } from "../system.ts";
import { introductionBetween, sajuProfile } from "./state.ts";

/** Whether someone was recommended a person, asked them or was asked: only then may they name them by their id. */
export async function isKnownTo(
  { log, registry }: Pick<System, "log" | "registry">,
  me: number,
  userId: number,
): Promise<boolean> {
  if (userId === me) return false;
  if (await wasRecommended(registry, me, userId)) return true;
  const { state } = await load(log, registry, { introduction: introductionBetween([me, userId]) });
  return state.introduction !== undefined;
}

/** People of blind dates know each other's user ids. */
export const meetings: Readonly<Record<string, MeetingKind>> = {
  user: {
    description: "Someone of blind dates whom I was recommended, whom I asked, or who asked me.",
    unknown: "account.unknown",
    other: async (house, id, me) => await isKnownTo(house, me, id) ? id : undefined,
  },
};

/** What people call themselves in blind dates. */
export const names: Names<{ profile: SajuProfile | undefined }> = {
  reads: (userId) => ({ profile: sajuProfile(userId) }),
  name: ({ profile }) => profile?.name ?? undefined,
};
