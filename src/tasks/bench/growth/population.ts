import { SessionStarted } from "../../../../events/accounts.ts";
import { MatchRequested, MatchSettingsSaved } from "../../../../events/calls.ts";
import type { NewEvent } from "../../../../events/event.ts";
import { GemsCharged, GemsSpent } from "../../../../events/gems.ts";
import { longHistory } from "../history.ts";

/** Who is in a log of a size. */
export type Population = {
  /** Users 1 to this one, each with as many events, whatever the size. */
  people: number;
  /** Users whose wallets have 10 and 10,000 entries, spread over the whole log. */
  smallWallet: number;
  bigWallet: number;
  /** The time of the last call. */
  end: Date;
};

const walletEntries = { small: 10, big: 10_000 };
const eventsEach = 100;
const waiting = 100;
const start = Date.UTC(2026, 0, 1);

/** The people of a log of so many events. */
export function populationOf(events: number): Population {
  const people = Math.max(100, Math.round(events / eventsEach));
  const encounters = Math.ceil((events - 5 * people) / 10);
  return {
    people,
    smallWallet: people + 1,
    bigWallet: people + 2,
    end: new Date(start + (people + encounters) * 1000),
  };
}

/** About so many events of people who sign up, want somebody and call each other, and besides them the two wallets. */
export function* growingHistory(events: number): Generator<NewEvent[]> {
  const { people, smallWallet, bigWallet } = populationOf(events);
  const wallets = { small: walletOf(smallWallet, walletEntries.small), big: walletOf(bigWallet, walletEntries.big) };
  let count = 0;
  for (const facts of longHistory(events - 2 * people, people)) {
    if (facts[0].type === "AccountRegistered") facts.push(...arrival(Number(facts[0].data.userId)));
    count += facts.length;
    yield facts;
    yield* wallets.small(count / events);
    yield* wallets.big(count / events);
  }
}

/** Who waits in the end, as many in a log of any size; to be appended after everything else. */
export const requests = (): NewEvent[] =>
  Array.from({ length: waiting }, (_, n) => MatchRequested({ userId: n + 1, since: at(0) }));

const at = (second: number) => new Date(start + second * 1000).toISOString();

function arrival(userId: number): NewEvent[] {
  return [
    MatchSettingsSaved({ userId, preferredGender: "all", ageRange: [19, 60], radiusKm: null }),
    SessionStarted({
      sessionId: sessionOf(userId),
      userId,
      refreshHash: `refresh-${userId}`.padEnd(43, "-"),
      device: "a telephone",
      address: "192.0.2.1",
      startedAt: at(userId),
      expiresAt: "2099-01-01T00:00:00.000Z",
    }),
  ];
}

/** The id of a person's session. */
const sessionOf = (userId: number): string => `00000000-0000-4000-8000-${String(userId).padStart(12, "0")}`;

/** Hands out a wallet's entries as the log grows, so that they lie evenly over it. */
function walletOf(userId: number, entries: number): (share: number) => Generator<NewEvent[]> {
  let given = 0;
  return function* (share) {
    for (; given < Math.min(entries, Math.ceil(entries * share)); given++) {
      const entry = { entryId: userId * 1_000_000_000 + given, userId, at: at(given) };
      const payment = {
        provider: "development",
        productId: "gems_100",
        paymentHash: `wallet-${userId}`.padEnd(43, "-"),
      };
      yield [
        given === 0
          ? GemsCharged({ ...entry, ...payment, amount: 1_000_000, balanceAfter: 1_000_000 })
          : GemsSpent({ ...entry, amount: 5, for: { kind: "match", id: given } }),
      ];
    }
  };
}
