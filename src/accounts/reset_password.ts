import { z } from "zod";
import { PasswordChanged, SessionEnded } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { resetBasis } from "./mail_tokens.ts";
import { credentialsOf, openSessionsOf } from "./state.ts";

/** Takes a new password from someone who has the token of a mail, once, and ends every session. */
export const resetPassword = command({
  name: "resetPassword",
  app: "accounts",

  input: z.object({ userId: id, restsOn: z.string(), passwordHash: z.string() }),

  reads: ({ userId }) => ({ credentials: credentialsOf(userId), open: openSessionsOf(userId) }),

  decide: ({ credentials, open }, { userId, restsOn, passwordHash }) => {
    if (!credentials || resetBasis(credentials) !== restsOn) return refuse("auth.mail_token_invalid");
    return [
      PasswordChanged({ userId, passwordHash, how: "reset" }),
      ...open.map((sessionId) => SessionEnded({ sessionId, userId, reason: "password_changed" })),
    ];
  },

  answer: () => ({ message: success("password.changed") }),
});
