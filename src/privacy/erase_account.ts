import { z } from "zod";
import { AccountErased, SessionEnded } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { account, credentialsOf, heldLooks, openSessionsOf } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { leaveCalls, openAt, placeOf } from "../safety/leave_calls.ts";
import { success } from "../answers/successes.ts";

/**
 * Takes an account out of everything, for good: no session, queue, offer, match or call of it stays open, and its name
 * and address are free. What was personal goes right after it: see `forgetPerson`.
 */
export const eraseAccount = command({
  name: "eraseAccount",
  app: "accounts",
  ids: ["gem_entry"],
  whileSuspended: true,

  input: z.object({ userId: id }),

  reads: ({ userId }) => ({
    account: account(userId),
    credentials: credentialsOf(userId),
    sessions: openSessionsOf(userId),
    looks: heldLooks(userId),
    place: placeOf(userId),
  }),

  readsThen: ({ place }) => openAt(place),

  decide: ({ account, credentials, sessions, looks, ...at }, { userId }, context) => {
    if (!account) return refuse("account.unknown");
    if (account.erased_at !== null) return [];
    return [
      ...sessions.map((sessionId) => SessionEnded({ sessionId, userId, reason: "erased" })),
      ...leaveCalls(userId, at, "erased", context),
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
