import { z } from "zod";
import { EmailChanged } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { account, credentialsOf, holderOfEmail } from "./state.ts";

/** Claims an e-mail address, which is nobody else's from then on; the same again changes nothing. */
export const changeEmail = command({
  name: "changeEmail",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ email: z.string(), emailHash: z.string(), checkedHash: z.string() }),

  reads: ({ emailHash }, { me }) => ({
    account: account(me),
    credentials: credentialsOf(me),
    holder: holderOfEmail(emailHash),
  }),

  decide: ({ credentials, holder }, { email, emailHash, checkedHash }, { me }) => {
    // changed by another request since it was checked
    if (credentials?.password_hash !== checkedHash) return refuse("auth.password_wrong");
    if (holder !== undefined && holder !== me) return refuse("account.email_taken");
    if (holder === me) return [];
    return [EmailChanged({ userId: me, email, emailHash, freedHash: credentials.email_hash })];
  },

  answer: ({ account }) => ({ email: account?.email ?? null, email_verified: account?.email_verified ?? false }),
});
