import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { id, instant, meeting, thing } from "./fields.ts";

const entry = { entryId: id, userId: id, amount: z.int().positive(), at: instant };
const payment = { provider: z.string(), productId: z.string(), paymentHash: z.string().min(16) };

/** A verified payment was credited. Its payment tag guards it for ever against a second credit. */
export const GemsCharged = defineEvent("GemsCharged", {
  data: z.object({ ...entry, ...payment, balanceAfter: z.int() }),
  tags: (d) => [tag.payment(d.paymentHash), tag.user(d.userId)],
});

/** The provider took a payment back; so do we. May leave a debt. */
export const GemsRevoked = defineEvent("GemsRevoked", {
  data: z.object({ ...entry, ...payment }),
  tags: (d) => [tag.payment(d.paymentHash), tag.user(d.userId)],
});

/**
 * The provider took a payment back before anybody was credited for it, so nobody will be. It names no person and no
 * amount: neither is known yet.
 */
export const PaymentRevoked = defineEvent("PaymentRevoked", {
  data: z.object({ provider: z.string(), paymentHash: z.string().min(16), at: instant }),
  tags: (d) => [tag.payment(d.paymentHash)],
});

/** Something of some app was paid for: the thing's own tag is among the event's. */
export const GemsSpent = defineEvent("GemsSpent", {
  version: 2,
  data: z.object({ ...entry, for: thing }),
  tags: (d) => [tag.user(d.userId), tag.thing(d.for)],
  upcasters: { 1: forMatch },
});

/** What was paid for came to nothing; what it cost goes back. */
export const GemsReturned = defineEvent("GemsReturned", {
  version: 2,
  data: z.object({ ...entry, for: thing }),
  tags: (d) => [tag.user(d.userId), tag.thing(d.for)],
  upcasters: { 1: forMatch },
});

/** At first matches alone cost gems. */
function forMatch({ matchId, ...data }: Record<string, unknown>) {
  return { ...data, for: { kind: "match", id: matchId } };
}

/** A member of staff gave gems, and said why. */
export const GemsGranted = defineEvent("GemsGranted", {
  data: z.object({ ...entry, by: id, reason: z.string() }),
  tags: (d) => [tag.user(d.userId)],
  personal: { reason: "userId" },
});

/**
 * Someone gave gems of their own to whom they met: an entry in the ledger of each. `userId` and `entryId` are the giver's.
 */
export const GemsGiven = defineEvent("GemsGiven", {
  data: z.object({ ...entry, receiverId: id, receiverEntryId: id, met: meeting }),
  tags: (d) => [tag.user(d.userId), tag.user(d.receiverId), tag.thing(d.met)],
});

export const gemEvents = { GemsCharged, GemsRevoked, PaymentRevoked, GemsSpent, GemsReturned, GemsGranted, GemsGiven };

type GemEvents = typeof gemEvents;

declare module "./vocabulary.ts" {
  interface Vocabulary extends GemEvents {}
}
