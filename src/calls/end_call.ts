import { z } from "zod";
import { id } from "../../events/fields.ts";
import { belongsTo } from "../access.ts";
import { command, SYSTEM } from "../command.ts";
import { refuse } from "../refusals.ts";
import { endedCall } from "../safety/leave_calls.ts";
import { success } from "../successes.ts";
import { call } from "./state.ts";

/** Ends a call (seed 001 §4.2), by either of the two or by its deadline; twice is harmless. */
export const endCall = command({
  name: "endCall",
  app: "calls",

  input: z.object({
    call_id: id,
    /** Said by the system where one of the two had a socket and is without one. */
    because: z.literal("disconnected").optional(),
  }),

  reads: ({ call_id }) => ({ call: call(call_id) }),

  decide: ({ call }, { because }, { me, now }) => {
    if (!call || me !== SYSTEM && !belongsTo("call", call, me)) return refuse("call.unknown");
    if (call.ended_at !== null) return [];
    if (me === SYSTEM && !because && new Date(call.ends_by) > now) return [];
    return [endedCall(call, me === SYSTEM ? because ?? "too_long" : "hung_up", now)];
  },

  answer: () => ({ message: success("call.ended") }),
});
