import { MatchLapsed, MatchOffered, MatchRequestEnded } from "../../events/calls.ts";
import { offerMatch } from "../../src/calls/matcher/offer_match.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
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

const two = { userIds: [1, 2] as [number, number], cells: [null, null] as [null, null] };
const waiting = [...person(1), ...person(2, "female"), requested(1), requested(2)];

Deno.test("two who fit and can pay are shown each other", () => {
  given(...waiting, wants(1, "female"), charged(1, 10)).when(offerMatch, two, { me: SYSTEM }).then(
    MatchOffered({
      ...{ matchId: 1000, userIds: [1, 2], waitingSince: [at(-20), at(-20)], costs: [10, 0] },
      ...{ offeredAt: at(0), expiresAt: at(10) },
    }),
  );
});

Deno.test("someone who can no longer pay for their conditions leaves the queue and is shown to nobody", () => {
  const short = (userId: number) => MatchRequestEnded({ userId, reason: "gems" });
  const offer = given(...waiting, wants(1, "female"), charged(1, 9)).when(offerMatch, two, { me: SYSTEM });
  offer.then(short(1));
  offer.answers({ offered: false });
  given(...waiting, wants(2, "male", [20, 30])).when(offerMatch, two, { me: SYSTEM }).then(short(2));
  given(...waiting, wants(1, "female"), wants(2, "male")).when(offerMatch, two, { me: SYSTEM })
    .then(short(1), short(2));
});

Deno.test("two who were shown each other are not shown again within the hour, however their offer ended", () => {
  const endings = {
    declined: [dropped("declined", 2, [1])],
    "in silence": [dropped("expired", null, [])],
    cancelled: [dropped("cancelled", 1, [2])],
    "without gems": [dropped("gems", 1, [2])],
    "without a call": [
      accepted(1),
      made(2, 5),
      MatchLapsed({ matchId: 7, userIds: [1, 2], reason: "expired", by: null }),
    ],
    "after a call": [accepted(1), made(2, 5), started(1, 10), ended(100, 90)],
  };
  for (const ending of Object.values(endings)) {
    const facts = [...waiting, offered(), ...ending, requested(1, 200), requested(2, 200)];
    const later = (atSec: number) => given(...facts).when(offerMatch, two, { me: SYSTEM, atSec });
    later(3_599).refuses("match.not_fitting");
    later(3_600).answers({ offered: true });
  }
});
