import { z } from "zod";
import { SessionEnded, SessionRefreshed } from "../../events/accounts.ts";
import type { Session } from "../../projections/accounts/sessions.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { session } from "./state.ts";

/**
 * How long after a refresh was recorded a client that lost the answer may repeat it and get the same one. Twice what a
 * database failover takes.
 */
const repeatWithinMs = 60_000;

/**
 * Uses a refresh token once. Reusing an old one means that it was stolen or copied: the whole family ends. The one
 * exception is the previous token while its successor is unused, for a client that lost the answer.
 * `generation` is that of the token shown, whose signature was checked; `nextHash` is that of the one to come.
 */
export const refreshSession = command({
  name: "refreshSession",
  app: "accounts",

  input: z.object({
    sessionId: z.uuid(),
    generation: z.int().nonnegative(),
    nextHash: z.string(),
    lifetimeSec: z.int().positive(),
  }),

  reads: ({ sessionId }) => ({ session: session(sessionId) }),

  decide: ({ session }, { sessionId, generation, nextHash, lifetimeSec }, { now }) => {
    if (!session || session.ended_at !== null || new Date(session.expires_at) <= now) {
      return refuse("auth.refresh_invalid");
    }
    const userId = session.user_id;
    if (generation === session.generation) {
      return [SessionRefreshed({
        sessionId,
        userId,
        generation: generation + 1,
        refreshHash: nextHash,
        refreshedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + lifetimeSec * 1000).toISOString(),
      })];
    }
    const isRepeat = generation === session.generation - 1 && now.getTime() - answeredAt(session) <= repeatWithinMs;
    return isRepeat ? [] : [SessionEnded({ sessionId, userId, reason: "refresh_reused" })];
  },

  answer: ({ session }, { sessionId }) =>
    !session || session.ended_at !== null ? refuse("auth.refresh_invalid") : {
      sessionId,
      userId: session.user_id,
      generation: session.generation,
      issuedAt: new Date(session.refreshed_at),
    },
});

/** The earliest time the answer could be given: a server's clock may be ahead of the database's. */
function answeredAt({ refreshed_at, recorded_at }: Session): number {
  return Math.max(new Date(refreshed_at).getTime(), new Date(recorded_at).getTime());
}
