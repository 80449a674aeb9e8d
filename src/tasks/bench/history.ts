import { AccountRegistered, ProfileChanged } from "../../../events/accounts.ts";
import {
  CallEnded,
  CallRated,
  CallStarted,
  MatchAccepted,
  MatchMade,
  MatchOffered,
  MatchRequested,
} from "../../../events/calls.ts";
import type { NewEvent } from "../../../events/event.ts";
import { GemsCharged, GemsSpent } from "../../../events/gems.ts";

const start = Date.UTC(2026, 0, 1);

/** A long, plain history for measuring: people sign up, pay, and then call each other in turn, each call rated by both. */
export function* longHistory(events: number, people = 2_000): Generator<NewEvent[]> {
  let count = 0;
  for (let userId = 1; userId <= people && count < events; userId++) {
    const facts = arrival(userId);
    count += facts.length;
    yield facts;
  }
  for (let n = 1; count < events; n++) {
    const facts = encounter(n, people);
    count += facts.length;
    yield facts;
  }
}

const at = (second: number) => new Date(start + second * 1000).toISOString();
const hash = (what: string, n: number) => `${what}-${n}`.padEnd(43, "-");

function arrival(userId: number): NewEvent[] {
  const charge = { entryId: userId, userId, amount: 1_000_000, balanceAfter: 1_000_000, at: at(userId) };
  const payment = { provider: "development", productId: "gems_1200", paymentHash: hash("payment", userId) };
  return [
    AccountRegistered({
      userId,
      username: `person ${userId}`,
      usernameHash: hash("name", userId),
      skeletonHashes: [hash("looks", userId)],
      passwordHash: "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
      registeredAt: at(userId),
    }),
    ProfileChanged({ userId, age: 19 + userId % 40, statedOn: "2026-01-01", gender: userId % 2 ? "male" : "female" }),
    GemsCharged({ ...charge, ...payment }),
  ];
}

function encounter(n: number, people: number): NewEvent[] {
  const a = 1 + n % people, b = 1 + (n * 7 + 1 + Math.floor(n / people)) % people;
  const second = people + n;
  const userIds: [number, number] = a === b ? [1, 2] : [Math.min(a, b), Math.max(a, b)];
  const [first, other] = userIds;
  const times: [string, string] = [at(second), at(second)];
  const match = { matchId: n, userIds };
  const call = { callId: n, ...match };
  return [
    MatchRequested({ userId: first, since: times[0] }),
    MatchRequested({ userId: other, since: times[1] }),
    MatchOffered({ ...match, waitingSince: times, costs: [10, 0], offeredAt: at(second), expiresAt: at(second + 10) }),
    MatchAccepted({ matchId: n, userId: first }),
    GemsSpent({ entryId: people + n, userId: first, amount: 10, for: { kind: "match", id: n }, at: at(second + 2) }),
    MatchMade({ ...match, acceptedBy: other, madeAt: at(second + 2), startBy: at(second + 62) }),
    CallStarted({ ...call, startedBy: first, startedAt: at(second + 3) }),
    CallEnded({ ...call, reason: "hung_up", endedAt: at(second + 63), durationSec: 60 }),
    CallRated({
      ratingId: 2 * n,
      callId: n,
      raterId: first,
      rateeId: other,
      rating: 1 + n % 5,
      comment: "다음에 또 만나고 싶어요",
      ratedAt: at(second + 70),
    }),
    CallRated({
      ratingId: 2 * n + 1,
      callId: n,
      raterId: other,
      rateeId: first,
      rating: 5,
      comment: null,
      ratedAt: at(second + 71),
    }),
  ];
}
