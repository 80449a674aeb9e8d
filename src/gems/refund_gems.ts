import { z } from "zod";
import { GemsRevoked, PaymentRevoked } from "../../events/gems.ts";
import { command } from "../deciding/command.ts";
import { success } from "../answers/successes.ts";
import { payment } from "./state.ts";

/**
 * Takes back the gems of a payment that its provider refunded; this may leave a debt. A payment not yet credited never
 * will be. Repeating it is harmless.
 */
export const refundGems = command({
  name: "refundGems",
  app: "gems",
  ids: ["gem_entry"],

  input: z.object({ provider: z.string(), paymentHash: z.string() }),

  reads: ({ paymentHash }) => ({ payment: payment(paymentHash) }),

  decide: ({ payment }, { provider, paymentHash }, { now, newId }) => {
    if (payment?.revoked) return [];
    if (!payment) return [PaymentRevoked({ provider, paymentHash, at: now.toISOString() })];
    // only a revoked one has none of these
    if (payment.user_id === null || payment.gems === null || payment.product_id === null) return [];
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
