import { callMatches } from "../../projections/calls/call_matches.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { type MeetingKind, otherIn } from "../app/meetings.ts";
import { row } from "../deciding/boundary.ts";
import { owned } from "./access.ts";

/** Where people of random calls meet. */
export const meetings: Readonly<Record<string, MeetingKind>> = {
  match: {
    description: "A match of random calls. Not the match_id of a blind date's request: use user_id or chat_id there.",
    ...otherIn(owned.match, (id) => row(callMatches, { id })),
  },
  call: { description: "A random call.", ...otherIn(owned.call, (id) => row(callSessions, { id })) },
};
