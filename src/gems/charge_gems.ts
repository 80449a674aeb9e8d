import { z } from "zod";
import { GemsCharged } from "../../events/gems.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { payment, wallet } from "./state.ts";

/** Credits a payment that its provider has verified (seed 001 §6.3). A payment is credited only once, ever. */
export const chargeGems = command({
  name: "chargeGems",
  app: "gems",
  ids: ["gem_entry"],

  input: z.object({ provider: z.string(), productId: z.string(), paymentHash: z.string() }),

  reads: ({ paymentHash }, { me }) => ({ payment: payment(paymentHash), wallet: wallet(me) }),

  decide: ({ payment, wallet }, input, { me, now, newId, rules }) => {
    if (payment) {
      if (payment.user_id !== null && payment.user_id !== me) return refuse("payment.of_another");
      return payment.revoked ? refuse("payment.revoked") : [];
    }
    const amount = rules.gemProducts.get(input.productId);
    if (amount === undefined) return refuse("payment.invalid");
    return [
      GemsCharged({
        ...input,
        entryId: newId("gem_entry"),
        userId: me,
        amount,
        balanceAfter: (wallet?.balance ?? 0) + amount,
        at: now.toISOString(),
      }),
    ];
  },

  answer: ({ payment }) =>
    payment && payment.gems !== null && payment.balance_after !== null
      ? { gems_added: payment.gems, new_balance: payment.balance_after }
      : refuse("server.busy", { seconds: 1 }),
});
