import { z } from "zod";
import { PasswordChanged, SessionEnded } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { credentialsOf, openSessionsOf } from "./state.ts";

/** Takes another password and ends every other session. `checkedHash` is what the current password was held against. */
export const changePassword = command({
  name: "changePassword",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ checkedHash: z.string(), passwordHash: z.string(), sessionId: z.uuid() }),

  reads: (_input, { me }) => ({ credentials: credentialsOf(me), open: openSessionsOf(me) }),

  decide: ({ credentials, open }, { checkedHash, passwordHash, sessionId: current }, { me }) => {
    // changed by another request since it was checked
    if (credentials?.password_hash !== checkedHash) return refuse("auth.password_wrong");
    return [
      PasswordChanged({ userId: me, passwordHash, how: "changed" }),
      ...open.filter((sessionId) => sessionId !== current)
        .map((sessionId) => SessionEnded({ sessionId, userId: me, reason: "password_changed" })),
    ];
  },

  answer: () => ({ message: success("password.changed") }),
});
