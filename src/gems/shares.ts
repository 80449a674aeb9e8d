import type { gemEvents } from "../../events/gems.ts";
import { except, type Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof gemEvents> = {
  GemsCharged: (data) => except(data, "userId", "paymentHash"),
  GemsRevoked: (data) => except(data, "userId", "paymentHash"),
  // it names nobody
  PaymentRevoked: () => undefined,
  GemsSpent: (data) => except(data, "userId"),
  GemsReturned: (data) => except(data, "userId"),
  GemsGranted: (data) => except(data, "userId", "by"),
};
