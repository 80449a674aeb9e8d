import { tag } from "../../events/event.ts";
import type { SajuProfile } from "../../projections/saju/saju_profiles.ts";
import { type User, wholeYears } from "../../projections/accounts/users.ts";
import type { Fold } from "../deciding/boundary.ts";
import type { Context } from "../deciding/command.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import { type Pillars, pillarsOf } from "./pillars.ts";

/** Hours after its first entry in which a birth date may be corrected, once. */
const correctableHours = 24;

/** Whether somebody has ever made or received a request. */
export const hasRequests = (userId: number): Fold<boolean> => ({
  types: ["IntroductionRequested"],
  tag: tag.user(userId),
  initial: false,
  evolve: () => true,
});

/** A change of a birth; absent fields stay as they are. */
export type SaidBirth = { birthDate?: string; birthTime?: string | null };

/** The birth after the change; undefined without a date. */
type Born = { birthDate: string; birthTime: string | null; pillars: Pillars | undefined };

function bornAs(account: User, profile: SajuProfile | undefined, said: SaidBirth): Born | undefined {
  const birthDate = said.birthDate ?? account.birth_date;
  const birthTime = said.birthTime === undefined ? profile?.birth_time ?? null : said.birthTime;
  return birthDate === null ? undefined : { birthDate, birthTime, pillars: pillarsOf({ birthDate, birthTime }) };
}

/** Whether a change alters an earlier birth date, or the pillars that count for a score. */
export function isCorrection(account: User, profile: SajuProfile | undefined, said: SaidBirth): boolean {
  const born = bornAs(account, profile, said);
  if (!born) return false;
  const isOther = (before: string | null | undefined, now: string) => before != null && before !== now;
  return isOther(account.birth_date, born.birthDate) ||
    born.pillars !== undefined && isOther(profile?.chart, chartOf(born.pillars));
}

/** Whether a birth may still be corrected: once, soon after its first entry, and before anybody was asked. */
export function mayCorrect(profile: SajuProfile | undefined, hasRequests: boolean, now: Date): boolean {
  if (!profile || profile.birth_entered_at === null || profile.is_birth_corrected || hasRequests) return false;
  return now.getTime() < Date.parse(profile.birth_entered_at) + correctableHours * 3600 * 1000;
}

/**
 * What follows from a change of a birth: new pillars, if they differ, and whether it is a correction. Only one correction
 * is allowed, because each further chart would tell more about the other people.
 */
export function birthChanges(
  { account, profile, hasRequests }: { account: User; profile: SajuProfile | undefined; hasRequests: boolean },
  said: SaidBirth,
  { now, rules }: Pick<Context, "now" | "rules">,
): { pillars?: Pillars; corrects: boolean } | Refusal {
  const born = bornAs(account, profile, said);
  if (!born) return { corrects: false };
  const corrects = isCorrection(account, profile, said);
  if (corrects && !mayCorrect(profile, hasRequests, now)) return refuse("profile.birth_date_fixed");
  if (wholeYears(born.birthDate, now) < rules.minAge) return refuse("account.too_young", { minAge: rules.minAge });
  if (!born.pillars) return refuse("request.invalid");
  return profile?.pillars === JSON.stringify(born.pillars) ? { corrects } : { pillars: born.pillars, corrects };
}

const chartOf = ({ year, month, day }: Pillars) => year + month + day;
