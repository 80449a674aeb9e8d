import type { gemEvents } from "../../../events/gems.ts";
import { ignored, type Invariant } from "../../app/invariants.ts";

/** A payment is credited at most once, and taken back at most once: from its holder, or before it has one. */
export const payments: Invariant<keyof typeof gemEvents> = {
  says: "a payment is credited once, and never after it was revoked",
  begin(note) {
    const credited = new Map<string, { userId: number; amount: number; revoked: boolean }>();
    /** Payments taken back before anybody was credited. */
    const foretold = new Set<string>();
    return {
      on: {
        ...ignored("GemsSpent", "GemsReturned", "GemsGranted", "GemsGiven"),
        PaymentRevoked(event) {
          const { paymentHash } = event.data;
          const payment = credited.get(paymentHash);
          if (payment) {
            note(event, `payment ${paymentHash} is revoked as nobody's, and was credited to ${payment.userId}`);
          }
          if (foretold.has(paymentHash)) note(event, `payment ${paymentHash} is revoked a second time`);
          foretold.add(paymentHash);
        },
        GemsCharged(event) {
          const { paymentHash, userId, amount } = event.data;
          const before = credited.get(paymentHash);
          if (before) {
            note(event, `payment ${paymentHash} is credited to user ${userId}, and was to user ${before.userId}`);
          }
          if (foretold.has(paymentHash)) {
            note(event, `payment ${paymentHash} is credited to user ${userId} after it was revoked`);
          }
          credited.set(paymentHash, { userId, amount, revoked: false });
        },
        GemsRevoked(event) {
          const { paymentHash, userId, amount } = event.data;
          const payment = credited.get(paymentHash);
          if (payment?.userId !== userId || payment.amount !== amount) {
            note(
              event,
              `user ${userId} loses ${amount} gems for payment ${paymentHash}, which they had not been credited`,
            );
          }
          if (payment?.revoked) note(event, `payment ${paymentHash} is revoked a second time`);
          if (payment) payment.revoked = true;
        },
      },
    };
  },
};
