import { z } from "zod";
import { AccountRegistered, EmailChanged, ProfileChanged } from "../../events/accounts.ts";
import { gender, id } from "../../events/fields.ts";
import { sajuFields, SajuProfileChanged } from "../../events/saju.ts";
import { wholeYears } from "../../projections/accounts/users.ts";
import { consentList, consentsGiven, missingConsents, refuseWithout } from "../accounts/consents.ts";
import { holderOfEmail } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { pillarsOf } from "./pillars.ts";

/** Makes an account without a username, with the profile that blind dates ask for (seed 003 §4.2). */
export const register = command({
  name: "register",
  app: "saju",

  input: z.object({
    userId: id,
    email: z.string(),
    emailHash: z.string(),
    passwordHash: z.string(),
    name: z.string(),
    birthDate: z.iso.date(),
    gender,
    ...sajuFields,
    consents: consentList.optional(),
  }),

  reads: ({ emailHash }) => ({ holder: holderOfEmail(emailHash) }),

  decide: ({ holder }, input, { now, rules }) => {
    const { userId, email, emailHash, passwordHash, name, birthDate, gender, birthCalendar, consents, ...said } = input;
    if (wholeYears(birthDate, now) < rules.minAge) return refuse("account.too_young", { minAge: rules.minAge });
    const pillars = pillarsOf({ birthDate, birthTime: said.birthTime ?? null });
    if (!pillars) return refuse("request.invalid");
    const { consents: named } = rules;
    const given = consents ?? [];
    const missing = missingConsents(named, given);
    if (missing.length > 0) return refuseWithout(missing);
    if (holder !== undefined) return refuse("account.email_taken");
    const at = now.toISOString();
    return [
      AccountRegistered({ userId, username: null, usernameHash: null, passwordHash, registeredAt: at }),
      EmailChanged({ userId, email, emailHash, freedHash: null }),
      ProfileChanged({ userId, gender, birthDate }),
      SajuProfileChanged({
        ...{ userId, name, ...said },
        ...(birthCalendar === "lunar" ? { birthCalendar } : {}),
        ...{ pillars, changedAt: at },
      }),
      ...consentsGiven(userId, { named, given, now }),
    ];
  },

  answer: ({ holder }, { name, email }) =>
    holder === undefined ? refuse("account.unknown") : { user_id: holder, name, email },
});
