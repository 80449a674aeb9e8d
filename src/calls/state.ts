import { availability } from "../../projections/calls/availability.ts";
import { callMatches } from "../../projections/calls/call_matches.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { matchSettings } from "../../projections/calls/match_settings.ts";
import { offeredPairs } from "../../projections/calls/offered_pairs.ts";
import { pairKey } from "../../projections/two.ts";
import { row } from "../deciding/boundary.ts";

/** What a person is doing: idle, waiting, offered, matched or in a call. */
export const availabilityOf = (userId: number) => row(availability, { user_id: userId });

/** The conditions a person has set; undefined means anyone. */
export const settingsOf = (userId: number) => row(matchSettings, { user_id: userId });

/** An offer and what became of it. */
export const match = (matchId: number) => row(callMatches, { id: matchId });

/** When two people, in either order, were last shown each other. */
export const offeredPair = (people: readonly [number, number]) => row(offeredPairs, pairKey(people));

/** A call. */
export const call = (callId: number) => row(callSessions, { id: callId });

export { costFor, costsOf, hasAccepted } from "../../projections/calls/call_matches.ts";
