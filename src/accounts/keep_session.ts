import { z } from "zod";
import { SessionRefreshed } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";
import { session } from "./state.ts";

/** A session by cookie that is used is extended so often. */
export const extendedEverySec = 24 * 3600;

/** Extends a session by cookie that is in use: once a day, so that it ends after a month without use. */
export const keepSession = command({
  name: "keepSession",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ sessionId: z.uuid(), lifetimeSec: z.int().positive() }),

  reads: ({ sessionId }) => ({ session: session(sessionId) }),

  decide: ({ session }, { sessionId, lifetimeSec }, { now }) => {
    if (!session || session.ended_at !== null || new Date(session.expires_at) <= now) return [];
    if (now.getTime() - new Date(session.refreshed_at).getTime() < extendedEverySec * 1000) return [];
    return [SessionRefreshed({
      sessionId,
      userId: session.user_id,
      generation: session.generation + 1,
      // the cookie stays the same
      refreshHash: session.refresh_hash,
      refreshedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + lifetimeSec * 1000).toISOString(),
    })];
  },

  answer: () => ({}),
});
