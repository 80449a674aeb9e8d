import { z } from "zod";
import { AccountErased, SessionEnded } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { account, credentialsOf, heldLooks, openSessionsOf } from "../accounts/state.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import type { App } from "../app.ts";
import { command } from "../deciding/command.ts";
import { leavingOf } from "../safety/leaving.ts";

/**
 * Makes the command that takes an account out of everything, for good: no session of it stays open, nor anything in any
 * app, and its name and address are free. What was personal goes right after it: see `forgetting`.
 */
export function makeEraseAccount(apps: readonly App[]) {
  const leaving = leavingOf(apps);
  const reason = "erased";
  return command({
    name: "eraseAccount",
    app: "accounts",
    ids: leaving.ids,
    whileSuspended: true,

    input: z.object({ userId: id }),

    reads: ({ userId }) => ({
      account: account(userId),
      credentials: credentialsOf(userId),
      sessions: openSessionsOf(userId),
      looks: heldLooks(userId),
      ...leaving.reads({ userId, reason }),
    }),

    readsThen: (state, { userId }) => leaving.readsThen?.(state, { userId, reason }),

    decide: ({ account, credentials, sessions, looks, ...open }, { userId }, context) => {
      if (!account) return refuse("account.unknown");
      if (account.erased_at !== null) return [];
      return [
        ...sessions.map((sessionId) => SessionEnded({ sessionId, userId, reason: "erased" })),
        ...leaving.events(open, { userId, reason }, context),
        AccountErased({
          userId,
          usernameHash: credentials?.username_hash ?? null,
          emailHash: credentials?.email_hash ?? null,
          skeletonHashes: [...looks],
        }),
      ];
    },

    answer: () => ({ message: success("account.erased") }),
  });
}
