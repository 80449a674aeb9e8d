import { z } from "zod";
import { SessionEnded } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { session } from "./state.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** Ends one of one's own sessions, by logging out or from the list; twice is harmless. */
export const endSession = command({
  name: "endSession",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ sessionId: z.uuid(), reason: z.enum(["logout", "ended_by_user"]) }),

  reads: ({ sessionId }) => ({ session: session(sessionId) }),

  decide: ({ session }, { sessionId, reason }, { me }) => {
    if (!belongsTo(owned.session, session, me)) return refuse("account.session_unknown");
    if (session.ended_at !== null) return [];
    return [SessionEnded({ sessionId, userId: me, reason })];
  },

  answer: (_state, { reason }) => ({
    message: success(reason === "logout" ? "session.logged_out" : "session.ended"),
  }),
});
