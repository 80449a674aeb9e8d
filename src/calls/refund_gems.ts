import { z } from "zod";
import { GemsRevoked } from "../../events/gems.ts";
import { command } from "../command.ts";
import { refuse } from "../refusals.ts";
import { success } from "../successes.ts";
import { payment } from "./state.ts";

/** Takes back the gems of a payment that its provider refunded; may leave a debt. Twice is harmless. */
export const refundGems = command({
  name: "refundGems",
  app: "calls",
  ids: ["gem_entry"],

  input: z.object({ paymentHash: z.string() }),

  reads: ({ paymentHash }) => ({ payment: payment(paymentHash) }),

  decide: ({ payment }, { paymentHash }, { now, newId }) => {
    if (!payment) return refuse("payment.unknown");
    if (payment.revoked) return [];
    return [
      GemsRevoked({
        entryId: newId("gem_entry"),
        userId: payment.user_id,
        amount: payment.gems,
        provider: payment.provider,
        productId: payment.product_id,
        paymentHash,
        at: now.toISOString(),
      }),
    ];
  },

  answer: () => ({ message: success("payment.refunded") }),
});
