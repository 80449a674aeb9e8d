import { z } from "zod";
import { SessionStarted } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { credentialsOf, session } from "./state.ts";

/**
 * Opens a session for someone whose password was right; `refreshHash` is that of its first refresh token. `passwordHash`
 * is what the password was held against: an account that is gone by now, or has another password, opens none.
 */
export const startSession = command({
  name: "startSession",
  app: "accounts",

  input: z.object({
    sessionId: z.uuid(),
    userId: id,
    passwordHash: z.string(),
    refreshHash: z.string(),
    device: z.string(),
    address: z.string(),
    lifetimeSec: z.int().positive(),
  }),

  reads: ({ sessionId, userId }) => ({ session: session(sessionId), credentials: credentialsOf(userId) }),

  decide: ({ credentials }, { lifetimeSec, passwordHash, ...input }, { now }) => {
    if (credentials?.password_hash !== passwordHash) return refuse("auth.login_failed");
    return [
      SessionStarted({
        ...input,
        startedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + lifetimeSec * 1000).toISOString(),
      }),
    ];
  },

  answer: (_state, { sessionId, userId }) => ({ sessionId, userId }),
});
