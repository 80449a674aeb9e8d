import { z } from "zod";
import { SessionEnded } from "../../events/accounts.ts";
import { expiredSessions } from "../../projections/accounts/sessions.ts";
import { session } from "./state.ts";
import { command, SYSTEM } from "../deciding/command.ts";
import type { System } from "../system.ts";

const atOnce = 200;

/** Ends a session that was not used for its lifetime. */
export const expireSession = command({
  name: "expireSession",
  app: "accounts",

  input: z.object({ sessionId: z.uuid() }),

  reads: ({ sessionId }) => ({ session: session(sessionId) }),

  decide: ({ session }, { sessionId }, { now }) => {
    if (!session || session.ended_at !== null || new Date(session.expires_at) > now) return [];
    return [SessionEnded({ sessionId, userId: session.user_id, reason: "expired" })];
  },

  answer: () => ({}),
});

/** Ends the sessions whose time is over: device and address of a session are kept until its end. */
export async function endExpiredSessions(
  { registry, run, now }: Pick<System, "registry" | "run" | "now">,
): Promise<void> {
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID() };
  const over = await expiredSessions(registry, now(), atOnce);
  await Promise.all(over.map((sessionId) => run(expireSession, { sessionId }, asker)));
}
