import { z } from "zod";
import { type Availability, availability } from "../../projections/calls/availability.ts";
import { type CallMatch, callMatches } from "../../projections/calls/call_matches.ts";
import { type CallSession, callSessions } from "../../projections/calls/call_sessions.ts";
import { instant } from "../http/fields.ts";
import { defineOnSync } from "../realtime/snapshot.ts";
import { matchedUser } from "./matched_user.ts";
import { type Offer, offerFor } from "./waiting.ts";

type Found = { availability: Availability | null; match: CallMatch | null; call: CallSession | null };

const shownMatch = z.object({
  match_id: z.int(),
  status: z.enum(["offered", "matched"]),
  matched_user: matchedUser,
  expires_at: instant,
  start_by: instant.nullable(),
});

/** What a snapshot shows of random calls: whether one is waiting, the open match, the running call. */
export const onSync = defineOnSync({
  answer: {
    matching: z.boolean(),
    match: shownMatch.nullable(),
    call: z.object({ call_session_id: z.string(), match_id: z.int(), started_at: instant }).nullable(),
  },
  reads: [availability, callMatches, callSessions],
  find: ({ registry: { sql, table } }, userId) =>
    sql`(
      SELECT jsonb_build_object('availability', to_jsonb(a), 'match', to_jsonb(m), 'call', to_jsonb(c))
      FROM (SELECT ${userId}::bigint AS id) me
      LEFT JOIN ${table(availability)} a ON a.user_id = me.id
      LEFT JOIN ${table(callMatches)} m ON m.id = a.match_id AND a.status IN ('offered', 'matched')
      LEFT JOIN ${table(callSessions)} c ON c.id = a.call_id AND a.status = 'in_call')`,
  async show(system, { availability, match, call }: Found, userId) {
    return {
      matching: availability?.status === "waiting" || availability?.status === "offered",
      match: match && asShown(match, await offerFor(system, match, userId)),
      call: call && {
        call_session_id: String(call.id),
        match_id: call.match_id,
        started_at: new Date(call.started_at).toISOString(),
      },
    };
  },
});

function asShown(match: CallMatch, { matched_user, expires_at }: Offer): z.output<typeof shownMatch> {
  return {
    match_id: match.id,
    status: match.status === "made" ? "matched" : "offered",
    matched_user,
    expires_at,
    start_by: match.start_by && new Date(match.start_by).toISOString(),
  };
}

type CallsShown = z.output<z.ZodObject<typeof onSync.answer>>;

declare module "../realtime/snapshot.ts" {
  interface Snapshot extends CallsShown {}
}
