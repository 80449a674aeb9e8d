import { z } from "zod";
import { SessionStarted } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { command } from "../command.ts";
import { session } from "./state.ts";

/** Opens a session for someone whose password was right; `refreshHash` is that of its first refresh token. */
export const startSession = command({
  name: "startSession",
  app: "accounts",

  input: z.object({
    sessionId: z.uuid(),
    userId: id,
    refreshHash: z.string(),
    device: z.string(),
    address: z.string(),
    lifetimeSec: z.int().positive(),
  }),

  reads: ({ sessionId }) => ({ session: session(sessionId) }),

  decide: (_state, { lifetimeSec, ...input }, { now }) => [
    SessionStarted({
      ...input,
      startedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + lifetimeSec * 1000).toISOString(),
    }),
  ],

  answer: (_state, { sessionId, userId }) => ({ sessionId, userId }),
});
