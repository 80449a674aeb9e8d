import { z } from "zod";
import { EmailVerified } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { verificationBasis } from "./mail_tokens.ts";
import { account, credentialsOf } from "./state.ts";

/** Notes that what was sent to a person's address was read; twice is harmless. */
export const verifyEmail = command({
  name: "verifyEmail",
  app: "accounts",

  input: z.object({ userId: id, restsOn: z.string() }),

  reads: ({ userId }) => ({ account: account(userId), credentials: credentialsOf(userId) }),

  decide: ({ account, credentials }, { userId, restsOn }) => {
    const emailHash = credentials?.email_hash;
    if (!account || !emailHash || verificationBasis(emailHash) !== restsOn) return refuse("auth.mail_token_invalid");
    return account.email_verified ? [] : [EmailVerified({ userId, emailHash })];
  },

  answer: () => ({ message: success("email.verified") }),
});
