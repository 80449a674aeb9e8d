import { waitingPeople } from "../../../../projections/calls/availability.ts";
import { matchById, pairsOfferedSince, pendingMatches } from "../../../../projections/calls/call_matches.ts";
import { recentCalls, runningCalls } from "../../../../projections/calls/call_sessions.ts";
import { credentialsByName } from "../../../../projections/accounts/credentials.ts";
import { balanceOf } from "../../../../projections/gems/gem_balances.ts";
import { ledgerOf } from "../../../../projections/gems/gem_transactions.ts";
import { settingsOf } from "../../../../projections/calls/match_settings.ts";
import type { Reader } from "../../../../projections/projection.ts";
import { openSessions, sessionsEndedSince } from "../../../../projections/accounts/sessions.ts";
import { userById } from "../../../../projections/accounts/users.ts";
import type { Population } from "./population.ts";

/** A read query, asked about somebody or something drawn from the whole log. */
export type Query = (reader: Reader, of: Population) => Promise<unknown>;

const limit = 20;
const drawn = (to: number) => 1 + Math.floor(Math.random() * to);

/** Every read query of the projections. Matches, calls and users are numbered from 1 in `history.ts`. */
export const queries: Record<string, Query> = {
  userById: (reader, { people }) => userById(reader, drawn(people)),
  credentialsByName: (reader, { people }) => credentialsByName(reader, `name-${drawn(people)}`.padEnd(43, "-")),
  openSessions: (reader, { people }) => openSessions(reader, { userId: drawn(people), now: new Date(), limit: 100 }),
  sessionsEndedSince: (reader) => sessionsEndedSince(reader, new Date()),
  settingsOf: (reader, { people }) => settingsOf(reader, drawn(people)),
  waitingPeople: (reader) => waitingPeople(reader),
  matchById: (reader, { people }) => matchById(reader, drawn(people)),
  pendingMatches: (reader) => pendingMatches(reader),
  pairsOfferedSince: (reader, { end }) => pairsOfferedSince(reader, new Date(end.getTime() - 100_000)),
  runningCalls: (reader) => runningCalls(reader),
  recentCalls: (reader, { people }) => recentCalls(reader, { userId: drawn(people), limit }),
  "recentCalls, older": (reader, { people }) => {
    const userId = drawn(people);
    return recentCalls(reader, { userId, before: people + userId, limit });
  },
  balanceOf: (reader, { people }) => balanceOf(reader, drawn(people)),
  ledgerOf: (reader, { people }) => ledgerOf(reader, { userId: drawn(people), limit }),
  "ledgerOf, 10,000 entries": (reader, { bigWallet }) => ledgerOf(reader, { userId: bigWallet, limit }),
  "ledgerOf, 10,000 entries, older": (reader, { bigWallet }) =>
    ledgerOf(reader, { userId: bigWallet, before: bigWallet * 1_000_000_000 + drawn(9_000), limit }),
};
