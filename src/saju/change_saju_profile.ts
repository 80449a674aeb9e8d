import { z } from "zod";
import { EmailChanged, ProfileChanged } from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import { gender } from "../../events/fields.ts";
import { sajuFields, SajuProfileChanged } from "../../events/saju.ts";
import type { SajuProfile } from "../../projections/saju_profiles.ts";
import { type User, wholeYears } from "../../projections/users.ts";
import { account, credentialsOf, holderOfEmail } from "../accounts/state.ts";
import { command, type Context } from "../command.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import { success } from "../successes.ts";
import { pillarsOf } from "./pillars.ts";
import { sajuProfile } from "./state.ts";

/**
 * Changes what is sent and nothing else (seed 003 §4.2), or says for the first time what blind dates need. An e-mail
 * address is taken where there is none yet.
 */
export const changeSajuProfile = command({
  name: "changeSajuProfile",
  app: "saju",

  input: z.object({
    email: z.object({ email: z.string(), emailHash: z.string() }).optional(),
    name: z.string().optional(),
    birthDate: z.iso.date().optional(),
    gender: gender.optional(),
    ...sajuFields,
    paused: z.boolean().optional(),
  }),

  reads: ({ email }, me) => ({
    account: account(me),
    credentials: credentialsOf(me),
    profile: sajuProfile(me),
    ...(email ? { holder: holderOfEmail(email.emailHash) } : {}),
  }),

  decide: (
    { account, credentials, profile, holder },
    { email, birthDate, gender, birthCalendar, ...said },
    context,
  ) => {
    if (!account || !credentials) return refuse("auth.session_ended");
    if (email && holder !== context.me) {
      if (credentials.email_hash !== null) return refuse("profile.email_set");
      if (holder !== undefined) return refuse("account.email_taken");
    }
    const general = generalChanges(account, profile, { birthDate, gender });
    const birth = birthChanges(account, profile, { birthDate, birthTime: said.birthTime }, context);
    if (isRefusal(birth)) return birth;
    const isTold = birthCalendar !== undefined && birthCalendar !== (profile?.birth_calendar ?? "solar");
    const own = { ...said, ...(isTold ? { birthCalendar } : {}), ...birth };
    const userId = context.me;
    const events: NewEvent[] = [];
    if (email && holder === undefined) events.push(EmailChanged({ userId, ...email, freedHash: null }));
    if (hasAny(general)) events.push(ProfileChanged({ userId, ...general }));
    if (hasAny(own)) events.push(SajuProfileChanged({ userId, ...own, changedAt: context.now.toISOString() }));
    return events;
  },

  answer: ({ account }, { email }) => ({
    message: success("profile.updated"),
    /** The address that was sent along, if it waits to be verified. */
    toVerify: email && account && !account.email_verified ? account.email : null,
  }),
});

type Birth = { birthDate?: string; birthTime?: string | null };
type Said = Pick<Birth, "birthDate"> & { gender?: z.output<typeof gender> };

/** What of the account changes; what another app was told before is said again where this one has not heard it. */
function generalChanges(account: User, profile: SajuProfile | undefined, said: Said): Said {
  const birthDate = said.birthDate ?? account.birth_date ?? undefined;
  const stated = said.gender ?? gender.nullable().parse(account.gender) ?? undefined;
  const isNews = birthDate !== undefined && birthDate !== profile?.birth_date;
  // with the birth date a profile begins, and hears the gender
  const heard = profile ?? (isNews ? undefined : account);
  return {
    ...(isNews ? { birthDate } : {}),
    ...(stated !== undefined && stated !== heard?.gender ? { gender: stated } : {}),
  };
}

/**
 * The pillars of the birth as it stands then; nothing where they stay as they are. A birth date is set once, and the pillars
 * that count for a score stay: with another chart people could learn more of the others, and scores would go stale.
 */
function birthChanges(
  account: User,
  profile: SajuProfile | undefined,
  said: Birth,
  { now, rules }: Context,
): Partial<{ pillars: NonNullable<ReturnType<typeof pillarsOf>> }> | Refusal {
  const birthDate = said.birthDate ?? account.birth_date;
  const birthTime = said.birthTime === undefined ? profile?.birth_time ?? null : said.birthTime;
  if (birthDate === null) return {};
  if (birthDate !== (account.birth_date ?? birthDate)) return refuse("profile.birth_date_fixed");
  if (wholeYears(birthDate, now) < rules.minAge) return refuse("account.too_young", { minAge: rules.minAge });
  const pillars = pillarsOf({ birthDate, birthTime });
  if (!pillars) return refuse("request.invalid");
  if (profile?.pillars === JSON.stringify(pillars)) return {};
  const chart = pillars.year + pillars.month + pillars.day;
  return chart === (profile?.chart ?? chart) ? { pillars } : refuse("profile.birth_date_fixed");
}

function hasAny(changes: object): boolean {
  return Object.values(changes).some((value) => value !== undefined);
}
