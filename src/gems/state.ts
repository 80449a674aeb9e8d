import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { gemGifts } from "../../projections/gems/gem_gifts.ts";
import { payments } from "../../projections/gems/payments.ts";
import { row } from "../deciding/boundary.ts";

/** A person's gems. */
export const wallet = (userId: number) => row(gemBalances, { user_id: userId });

/** When a person gave gems last. */
export const gifts = (userId: number) => row(gemGifts, { user_id: userId });

/** A payment by the keyed hash of provider and transaction id. */
export const payment = (paymentHash: string) => row(payments, { payment_hash: paymentHash });
