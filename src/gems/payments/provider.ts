import type { Refusal } from "../../answers/refusals.ts";

/** A payment that its provider vouches for. */
export type VerifiedPayment = {
  /** The provider's own id of the payment: credited once for ever. */
  transactionId: string;
  productId: string;
};

/**
 * Takes people's money. Verifying is all it does: what is credited, to whom and how often is decided by
 * `chargeGems` and `refundGems`.
 */
export type PaymentProvider = {
  name: string;
  /** Checks a `payment_token`; `productId` helps those whose token does not tell. */
  verify(token: string, productId: string | undefined): Promise<VerifiedPayment | Refusal>;
  /** Checks what the provider sent to our webhook: a payment that it refunded. */
  verifyRefund(signed: string): Promise<Pick<VerifiedPayment, "transactionId"> | Refusal>;
};
