import { z } from "zod";
import { ProfileChanged, UsernameChanged } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { account, credentialsOf, heldLooks, holderOf, isLookTaken, looksOf } from "./state.ts";

/** Changes what is sent and nothing else (seed 001 §7.2). A new name comes with its keyed hash. */
export const changeProfile = command({
  name: "changeProfile",
  app: "accounts",

  input: z.object({
    name: z.object({ username: z.string(), usernameHash: z.string(), skeletonHashes: z.array(z.string()) }).optional(),
    age: z.int().optional(),
    gender: z.enum(["male", "female"]).optional(),
    profileImage: z.string().optional(),
  }),

  reads: ({ name }, { me }) => ({
    account: account(me),
    credentials: credentialsOf(me),
    ...(name ? { holder: holderOf(name.usernameHash), held: heldLooks(me), ...looksOf(name.skeletonHashes) } : {}),
  }),

  decide: (
    { account, credentials, holder, held = [], ...looks },
    { name, age, gender, profileImage },
    { me, now, rules },
  ) => {
    if (!account || !credentials) return refuse("auth.session_ended");
    if (age !== undefined && age < rules.minAge) return refuse("account.too_young", { minAge: rules.minAge });
    const taken = name && name.username !== account.username ? name : undefined;
    if (holder !== undefined && holder !== me) return refuse("account.username_taken");
    if (taken && isLookTaken(looks, me)) return refuse("account.username_taken");
    const changes = {
      ...(age === undefined ? {} : { age, statedOn: now.toISOString().slice(0, 10) }),
      ...(gender === undefined ? {} : { gender }),
      ...(profileImage === undefined ? {} : { profileImage }),
    };
    return [
      ...(taken
        ? [
          UsernameChanged({
            userId: me,
            ...taken,
            freedHash: credentials.username_hash,
            freedSkeletonHashes: held.filter((hash) => !taken.skeletonHashes.includes(hash)),
          }),
        ]
        : []),
      ...(Object.keys(changes).length > 0 ? [ProfileChanged({ userId: me, ...changes })] : []),
    ];
  },

  answer: () => ({ message: success("profile.changed") }),
});
