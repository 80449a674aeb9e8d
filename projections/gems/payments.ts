import { tag } from "../../events/event.ts";
import { projection } from "../projection.ts";

/**
 * Payments by the keyed hash of provider and transaction id: what was credited to whom, only ever once. One that was
 * revoked before it was credited belongs to nobody and is worth nothing.
 */
export const payments = projection({
  name: "payments",
  version: 2,
  columns: {
    payment_hash: "text",
    user_id: "bigint?",
    provider: "text",
    product_id: "text?",
    gems: "integer?",
    balance_after: "bigint?",
    charged_at: "timestamptz?",
    revoked: "boolean",
  },
  primaryKey: ["payment_hash"],
  indexes: [["user_id"]],
  types: ["GemsCharged", "GemsRevoked", "PaymentRevoked"],
  tag: (key) => tag.payment(String(key.payment_hash)),
  keys: (event) => [{ payment_hash: event.data.paymentHash }],
  evolve: (row, event) => {
    switch (event.type) {
      case "GemsCharged":
        return {
          payment_hash: event.data.paymentHash,
          user_id: event.data.userId,
          provider: event.data.provider,
          product_id: event.data.productId,
          gems: event.data.amount,
          balance_after: event.data.balanceAfter,
          charged_at: event.data.at,
          revoked: false,
        };
      case "GemsRevoked":
        return row && { ...row, revoked: true };
      case "PaymentRevoked":
        return {
          payment_hash: event.data.paymentHash,
          user_id: null,
          provider: event.data.provider,
          product_id: null,
          gems: null,
          balance_after: null,
          charged_at: null,
          revoked: true,
        };
    }
  },
});
