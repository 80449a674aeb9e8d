import { GemsCharged, GemsReturned, GemsRevoked, PaymentRevoked } from "../../events/gems.ts";
import { MatchLapsed } from "../../events/calls.ts";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { lapseMatch } from "../../src/calls/matcher/lapse_match.ts";
import { refundGems } from "../../src/gems/refund_gems.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { success } from "../../src/answers/successes.ts";
import { accepted, charged, hashOf, made, offered, started } from "../support/facts.ts";
import { at, given } from "../support/given.ts";

const payment = { provider: "development", productId: "gems_550", paymentHash: hashOf("new payment") };

Deno.test("a payment is worth its product", () => {
  const charge = given(charged(1, 100)).when(chargeGems, payment, { me: 1 });
  charge.then(GemsCharged({ ...payment, entryId: 1000, userId: 1, amount: 550, balanceAfter: 650, at: at(0) }));
  charge.answers({ gems_added: 550, new_balance: 650 });
});

Deno.test("a payment shown again by the same person gets the first answer", () => {
  const again = given(charged(1, 100), charged(1, 30, "other")).when(
    chargeGems,
    { ...payment, paymentHash: hashOf("payment-of-1") },
    { me: 1 },
  );
  again.then();
  again.answers({ gems_added: 100, new_balance: 100 });
});

Deno.test("a payment credited to one person is refused to another", () => {
  given(charged(1, 100)).when(chargeGems, { ...payment, paymentHash: hashOf("payment-of-1") }, { me: 2 })
    .refuses("payment.of_another");
});

Deno.test("an unknown product is no gems", () => {
  given().when(chargeGems, { ...payment, productId: "gems_7" }, { me: 1 }).refuses("payment.invalid");
});

Deno.test("a refund takes the gems back once, and a refunded payment is not credited again", () => {
  const paymentHash = hashOf("payment-of-1");
  const revoked = GemsRevoked({
    entryId: 1000,
    userId: 1,
    amount: 100,
    provider: "development",
    productId: "gems_100",
    paymentHash,
    at: at(0),
  });
  const refund = { provider: "development", paymentHash };
  given(charged(1, 100)).when(refundGems, refund, { me: SYSTEM }).then(revoked);
  given(charged(1, 100), revoked).when(refundGems, refund, { me: SYSTEM }).then();
  given(charged(1, 100), revoked).when(chargeGems, { ...payment, paymentHash }, { me: 1 }).refuses("payment.revoked");
});

Deno.test("a refund before its charge is kept, once, and nobody is credited later", () => {
  const refund = { provider: "development", paymentHash: payment.paymentHash };
  const revoked = PaymentRevoked({ ...refund, at: at(0) });
  const told = given().when(refundGems, refund, { me: SYSTEM });
  told.then(revoked);
  told.answers({ message: success("payment.refunded") });
  given(revoked).when(refundGems, refund, { me: SYSTEM }).then();
  for (const me of [1, 2]) given(revoked).when(chargeGems, payment, { me }).refuses("payment.revoked");
});

Deno.test("a product is what the configuration names, and nothing that every object has", () => {
  for (const productId of ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"]) {
    given().when(chargeGems, { ...payment, productId }, { me: 1 }).refuses("payment.invalid");
  }
});

Deno.test("a match without a call lapses after 60 s and gives back what it cost", () => {
  const match = [offered([15, 0]), accepted(1), made(2)];
  given(...match).when(lapseMatch, { matchId: 7 }, { me: SYSTEM, atSec: 59 }).then();
  given(...match).when(lapseMatch, { matchId: 7 }, { me: SYSTEM, atSec: 60 }).then(
    GemsReturned({ entryId: 1000, userId: 1, amount: 15, for: { kind: "match", id: 7 }, at: at(60) }),
    MatchLapsed({ matchId: 7, userIds: [1, 2], reason: "expired", by: null }),
  );
  given(...match, started()).when(lapseMatch, { matchId: 7 }, { me: SYSTEM, atSec: 60 }).then();
});
