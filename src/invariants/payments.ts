import type { Check, Note } from "./check.ts";

/** A payment is credited once for ever, and taken back at most once from whoever had it. */
export function checkPayments(note: Note): Check {
  const credited = new Map<string, { userId: number; amount: number; revoked: boolean }>();
  return {
    see(event) {
      if (event.type === "GemsCharged") {
        const { paymentHash, userId, amount } = event.data;
        const before = credited.get(paymentHash);
        if (before) {
          note(event, `payment ${paymentHash} is credited to user ${userId}, and was to user ${before.userId}`);
        }
        credited.set(paymentHash, { userId, amount, revoked: false });
      }
      if (event.type === "GemsRevoked") {
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
      }
    },
  };
}
