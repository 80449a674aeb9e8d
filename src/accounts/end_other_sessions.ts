import { z } from "zod";
import { SessionEnded } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";
import { success } from "../answers/successes.ts";
import { openSessionsOf } from "./state.ts";

/** Ends all of one's sessions but the one that asks. */
export const endOtherSessions = command({
  name: "endOtherSessions",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ sessionId: z.uuid() }),

  reads: (_input, { me }) => ({ open: openSessionsOf(me) }),

  decide: ({ open }, { sessionId: current }, { me }) =>
    open.filter((sessionId) => sessionId !== current)
      .map((sessionId) => SessionEnded({ sessionId, userId: me, reason: "ended_by_user" })),

  answer: () => ({ message: success("session.others_ended") }),
});
