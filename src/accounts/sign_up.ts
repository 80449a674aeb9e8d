import { z } from "zod";
import { AccountRegistered, ProfileChanged } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { consentList, consentsGiven, missingConsents, refuseWithout } from "./consents.ts";
import { holderOf, isLookTaken, looksOf } from "./state.ts";

/** Makes an account with the profile that random calls ask for (seed 001 §1.1). Password and name come hashed. */
export const signUp = command({
  name: "signUp",
  app: "accounts",

  input: z.object({
    userId: id,
    username: z.string(),
    usernameHash: z.string(),
    skeletonHashes: z.array(z.string()),
    passwordHash: z.string(),
    age: z.int(),
    gender: z.enum(["male", "female"]),
    profileImage: z.string().nullable(),
    consents: consentList.optional(),
  }),

  reads: ({ usernameHash, skeletonHashes }) => ({ holder: holderOf(usernameHash), ...looksOf(skeletonHashes) }),

  decide: ({ holder, ...looks }, input, { now, rules }) => {
    if (input.age < rules.minAge) return refuse("account.too_young", { minAge: rules.minAge });
    const { consents: named } = rules;
    const given = input.consents ?? [];
    const missing = missingConsents(named, given);
    if (missing.length > 0) return refuseWithout(missing);
    if (holder !== undefined || isLookTaken(looks)) return refuse("account.username_taken");
    const { userId, username, usernameHash, skeletonHashes, passwordHash, age, gender, profileImage } = input;
    return [
      AccountRegistered({
        userId,
        username,
        usernameHash,
        skeletonHashes,
        passwordHash,
        registeredAt: now.toISOString(),
      }),
      ProfileChanged({ userId, age, statedOn: now.toISOString().slice(0, 10), gender, profileImage }),
      ...consentsGiven(userId, { named, given, now }),
    ];
  },

  answer: () => ({ message: success("account.signed_up") }),
});
