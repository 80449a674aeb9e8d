import { GemsRevoked, GemsSpent } from "../../events/gems.ts";
import { decideMatch } from "../../src/calls/decide_match.ts";
import { accepted, charged, dropped, hashOf, made, offered } from "../support/facts.ts";
import { at, given } from "../support/given.ts";

const accept = { match_id: 7, decision: "accept" as const };
const reject = { match_id: 7, decision: "reject" as const };

Deno.test("the first yes waits for the other", () => {
  const decided = given(offered()).when(decideMatch, accept, { me: 1 });
  decided.then(accepted(1));
  decided.answers({ status: "open" });
});

Deno.test("the second yes makes the match", () => {
  const decided = given(offered(), accepted(2)).when(decideMatch, accept, { me: 1 });
  decided.then(made(1));
  decided.answers({ status: "matched" });
});

Deno.test("each one's own conditions are paid in the append that makes the match", () => {
  given(charged(1, 100), charged(2, 20), offered([15, 20]), accepted(1)).when(decideMatch, accept, { me: 2 }).then(
    GemsSpent({ entryId: 1000, userId: 1, amount: 15, for: { kind: "match", id: 7 }, at: at(0) }),
    GemsSpent({ entryId: 1001, userId: 2, amount: 20, for: { kind: "match", id: 7 }, at: at(0) }),
    made(2),
  );
});

Deno.test("a no ends the offer and puts the other back", () => {
  const decided = given(offered(), accepted(2)).when(decideMatch, reject, { me: 1 });
  decided.then(dropped("declined", 1, [2]));
  decided.answers({ status: "next" });
});

Deno.test("too few gems at the yes: next, the poor one leaves, the other returns", () => {
  given(offered([10, 0])).when(decideMatch, accept, { me: 1 }).then(dropped("gems", 1, [2]));
});

Deno.test("the one who said yes first may have spent their gems meanwhile", () => {
  given(
    charged(1, 100),
    offered([10, 0]),
    accepted(1),
    GemsRevoked({
      entryId: 9,
      userId: 1,
      amount: 100,
      provider: "development",
      productId: "gems_100",
      paymentHash: hashOf("payment-of-1"),
      at: at(0),
    }),
  ).when(decideMatch, accept, { me: 2 }).then(dropped("gems", 1, [2]));
});

Deno.test("deciding twice the same way repeats the answer", () => {
  const again = given(offered(), accepted(1)).when(decideMatch, accept, { me: 1 });
  again.then();
  again.answers({ status: "open" });
  given(offered(), dropped("declined", 1, [2])).when(decideMatch, reject, { me: 1 }).answers({ status: "next" });
});

Deno.test("a decision cannot be turned round", () => {
  given(offered(), accepted(1)).when(decideMatch, reject, { me: 1 }).refuses("match.decided_otherwise");
  given(offered(), dropped("declined", 1, [2])).when(decideMatch, accept, { me: 1 }).refuses("match.decided_otherwise");
  given(offered(), accepted(1), made(2)).when(decideMatch, reject, { me: 1 }).refuses("match.decided_otherwise");
});

Deno.test("who had not decided when the other said no is told next", () => {
  const late = given(offered(), dropped("declined", 2, [1])).when(decideMatch, accept, { me: 1 });
  late.then();
  late.answers({ status: "next" });
});

Deno.test("after the deadline a yes does nothing by itself", () => {
  given(offered(), accepted(2)).when(decideMatch, accept, { me: 1, atSec: 10 }).then();
});

Deno.test("other people's matches and unknown ones look the same", () => {
  given(offered()).when(decideMatch, accept, { me: 3 }).refuses("match.unknown");
  given().when(decideMatch, accept, { me: 1 }).refuses("match.unknown");
});
