import { z } from "zod";
import { EmailChanged, ProfileChanged } from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import { gender } from "../../events/fields.ts";
import { BirthDateCorrected, sajuFields, SajuProfileChanged } from "../../events/saju.ts";
import type { SajuProfile } from "../../projections/saju/saju_profiles.ts";
import type { User } from "../../projections/accounts/users.ts";
import { account, credentialsOf, holderOfEmail } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { birthChanges, hasRequests, isCorrection, type SaidBirth } from "./birth_changes.ts";
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

  reads: ({ email }, { me }) => ({
    account: account(me),
    credentials: credentialsOf(me),
    profile: sajuProfile(me),
    ...(email ? { holder: holderOfEmail(email.emailHash) } : {}),
  }),

  readsThen: ({ account, profile }, input, { me }) =>
    account && isCorrection(account, profile, input) ? { hasRequests: hasRequests(me) } : undefined,

  decide: (
    { account, credentials, profile, holder, hasRequests = false },
    { email, birthDate, gender, birthCalendar, ...said },
    context,
  ) => {
    if (!account || !credentials) return refuse("auth.session_ended");
    if (email && holder !== context.me) {
      if (credentials.email_hash !== null) return refuse("profile.email_set");
      if (holder !== undefined) return refuse("account.email_taken");
    }
    const general = generalChanges(account, profile, { birthDate, gender });
    const birth = birthChanges({ account, profile, hasRequests }, { birthDate, birthTime: said.birthTime }, context);
    if (isRefusal(birth)) return birth;
    const { pillars, corrects } = birth;
    const isTold = birthCalendar !== undefined && birthCalendar !== (profile?.birth_calendar ?? "solar");
    const own = { ...said, ...(isTold ? { birthCalendar } : {}), ...(pillars ? { pillars } : {}) };
    const userId = context.me;
    const events: NewEvent[] = [];
    if (email && holder === undefined) events.push(EmailChanged({ userId, ...email, freedHash: null }));
    if (hasAny(general)) events.push(ProfileChanged({ userId, ...general }));
    const at = context.now.toISOString();
    if (hasAny(own)) events.push(SajuProfileChanged({ userId, ...own, changedAt: at }));
    if (corrects) events.push(BirthDateCorrected({ userId, correctedAt: at }));
    return events;
  },

  answer: ({ account }, { email }) => ({
    message: success("profile.updated"),
    /** The address that was sent along, if it waits to be verified. */
    toVerify: email && account && !account.email_verified ? account.email : null,
  }),
});

type Said = Pick<SaidBirth, "birthDate"> & { gender?: z.output<typeof gender> };

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

function hasAny(changes: object): boolean {
  return Object.values(changes).some((value) => value !== undefined);
}
