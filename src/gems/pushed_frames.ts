import { z } from "zod";
import { reasons } from "../../projections/gems/ledger.ts";
import { definePushed } from "../realtime/frames.ts";

/** What sockets are told of gems. */
export const gemsPushed = definePushed({
  "gems.changed": {
    data: z.object({
      balance: z.int(),
      amount: z.int(),
      reason: z.enum(reasons),
    }),
    summary: "Your balance, how much it changed, and why.",
    example: { balance: 85, amount: -15, reason: "use" },
  },
});

type GemsPushed = typeof gemsPushed;

declare module "../realtime/frames.ts" {
  interface PushedFrames extends GemsPushed {}
}
