import { MatchLapsed, MatchRequestEnded } from "../../events/calls.ts";
import { GemsReturned } from "../../events/gems.ts";
import { cancelMatch } from "../../src/calls/cancel_match.ts";
import { requestMatch } from "../../src/calls/request_match.ts";
import { startCall } from "../../src/calls/start_call.ts";
import { success } from "../../src/answers/successes.ts";
import {
  accepted,
  charged,
  dropped,
  ended,
  made,
  offered,
  person,
  requested,
  started,
  wants,
} from "../support/facts.ts";
import { at, given } from "../support/given.ts";

Deno.test("someone with a profile enters the queue", () => {
  const request = given(...person(1)).when(requestMatch, {}, { me: 1 });
  request.then(requested(1, 0));
  request.answers({ status: "waiting" });
});

Deno.test("asking again while waiting or with an offer open changes nothing", () => {
  given(...person(1), requested(1)).when(requestMatch, {}, { me: 1, atSec: 5 }).then();
  const open = given(...person(1), requested(1), offered()).when(requestMatch, {}, { me: 1 });
  open.then();
  open.answers({ status: "offered" });
});

Deno.test("nobody enters the queue from a match or a call", () => {
  const matched = [...person(1), requested(1), offered(), accepted(1), made(2)];
  given(...matched).when(requestMatch, {}, { me: 1 }).refuses("match.awaiting_call");
  given(...matched, started()).when(requestMatch, {}, { me: 1 }).refuses("match.in_call");
  given(...matched, started(), ended(5)).when(requestMatch, {}, { me: 1, atSec: 6 }).then(requested(1, 6));
});

Deno.test("conditions must be affordable when entering", () => {
  const picky = [...person(1), wants(1, "female", [20, 30], 50)];
  given(...picky).when(requestMatch, {}, { me: 1 }).refuses("gems.not_enough");
  given(...picky, charged(1, 19)).when(requestMatch, {}, { me: 1 }).refuses("gems.not_enough");
  given(...picky, charged(1, 20)).when(requestMatch, {}, { me: 1 }).then(requested(1, 0));
});

Deno.test("without age and gender the profile is asked for; below the age there is no match", () => {
  given(person(1)[0]).when(requestMatch, {}, { me: 1 }).refuses("profile.required");
  given(...person(1, "male", 18)).when(requestMatch, {}, { me: 1 }).refuses("account.too_young");
});

Deno.test("cancelling leaves the queue", () => {
  given(...person(1), requested(1)).when(cancelMatch, {}, { me: 1 })
    .then(MatchRequestEnded({ userId: 1, reason: "cancelled" }));
});

Deno.test("cancelling declines an open offer and puts the other back", () => {
  given(requested(1), requested(2), offered()).when(cancelMatch, {}, { me: 2 }).then(dropped("cancelled", 2, [1]));
});

Deno.test("cancelling is harmless when there is nothing to cancel", () => {
  const nothing = given(...person(1)).when(cancelMatch, {}, { me: 1 });
  nothing.then();
  nothing.answers({ message: success("match.cancelled") });
  given(requested(1), requested(2), offered(), accepted(1), made(2), started()).when(cancelMatch, {}, { me: 1 }).then();
});

Deno.test("cancelling gives up a match whose call has not started, and the gems go back", () => {
  const matched = [requested(1), requested(2), offered([15, 0]), accepted(1), made(2)];
  const givenUp = [
    GemsReturned({ entryId: 1000, userId: 1, amount: 15, for: { kind: "match", id: 7 }, at: at(0) }),
    MatchLapsed({ matchId: 7, userIds: [1, 2], reason: "cancelled", by: 2 }),
  ];
  given(...matched).when(cancelMatch, {}, { me: 2 }).then(...givenUp);
  given(...matched, ...givenUp).when(cancelMatch, {}, { me: 2 }).then();
  given(...matched, ...givenUp).when(startCall, { match_id: 7 }, { me: 1 }).refuses("match.lapsed");
});

Deno.test("someone waiting who can no longer pay leaves the queue at the next poll", () => {
  const waiting = [...person(1), charged(1, 15), wants(1, "female", [20, 30]), requested(1)];
  given(...waiting).when(requestMatch, {}, { me: 1 }).then();
  const poll = given(...waiting, wants(1, "female", [20, 30], 5)).when(requestMatch, {}, { me: 1 });
  poll.then(MatchRequestEnded({ userId: 1, reason: "gems" }));
  poll.answers({ refusal: "gems.not_enough", details: { needed: 20, balance: 15 } });
});

Deno.test("the old place in the queue comes back with a dropped offer", () => {
  given(requested(1, -20), requested(2, -10), offered(), dropped("declined", 2, [1]))
    .when(requestMatch, {}, { me: 1 }).refuses("profile.required");
  given(...person(1), requested(1, -20), requested(2, -10), offered(), dropped("declined", 2, [1]))
    .when(requestMatch, {}, { me: 1, atSec: 3 }).answers({ status: "waiting" });
  given(...person(2), requested(2, -10), offered(), dropped("declined", 2, [1]))
    .when(requestMatch, {}, { me: 2, atSec: 3 }).then({ ...requested(2), data: { userId: 2, since: at(3) } });
});
