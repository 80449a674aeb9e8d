import { z } from "zod";
import { id } from "../../events/fields.ts";
import { command, SYSTEM } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { endedCall } from "./leave_calls.ts";
import { success } from "../answers/successes.ts";
import { call } from "./state.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** When a call that nobody ends is ended (API.md, "end"), with and without a socket in it. */
export const longestSec = { withSockets: 12 * 3600, restOnly: 2 * 3600 };

/** Ends a call (seed 001 §4.2), by either of the two or by its deadline; twice is harmless. */
export const endCall = command({
  name: "endCall",
  app: "calls",

  input: z.object({
    call_id: id,
    /** Set by the system: someone lost their socket, or the call has lasted `longestSec`. */
    because: z.enum(["disconnected", "too_long"]).optional(),
    /** With `too_long`: whether anyone has, or had, a socket in the call. */
    attended: z.boolean().optional(),
  }),

  reads: ({ call_id }) => ({ call: call(call_id) }),

  decide: ({ call }, { because, attended }, { me, now }) => {
    if (!call || me !== SYSTEM && !belongsTo(owned.call, call, me)) return refuse("call.unknown");
    if (call.ended_at !== null) return [];
    const lastedSec = (now.getTime() - new Date(call.started_at).getTime()) / 1000;
    const allowedSec = attended ? longestSec.withSockets : longestSec.restOnly;
    if (because === "too_long" && lastedSec < allowedSec) return [];
    return [endedCall(call, because ?? "hung_up", now)];
  },

  answer: () => ({ message: success("call.ended") }),
});
