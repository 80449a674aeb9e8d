import type { gemEvents } from "../../events/gems.ts";
import type { Begins } from "../app/begins.ts";
import { ignored } from "../app/invariants.ts";

/** What is done between two people with gems. Who is suspended gives nothing, and may be given something. */
export const begins: Begins<typeof gemEvents> = {
  ...ignored("GemsCharged", "GemsRevoked", "PaymentRevoked", "GemsSpent", "GemsReturned", "GemsGranted"),
  GemsGiven: ({ entryId, userId, receiverId, at }) => ({
    by: { people: [userId], at },
    between: { two: [userId, receiverId], does: `gift ${entryId} is given` },
  }),
};
