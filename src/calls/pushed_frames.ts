import { z } from "zod";
import { instant } from "../http/fields.ts";
import { definePushed } from "../realtime/frames.ts";
import { matchedUser } from "./matched_user.ts";

const matchId = z.int();
const mina = { username: "mina", age: 27, gender: "female", profile_image: null, rating: 4.5 };
const sdp = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

/** What sockets are told of random calls. */
export const callsPushed = definePushed({
  "match.offered": {
    data: z.object({ match_id: matchId, matched_user: matchedUser, show_time_sec: z.int(), expires_at: instant }),
    summary: "Someone to talk to: decide within `show_time_sec`.",
    example: { match_id: 31, matched_user: mina, show_time_sec: 10, expires_at: "2026-03-02T09:30:10.000Z" },
  },
  "match.matched": {
    data: z.object({ match_id: matchId, start_by: instant }),
    summary: "Both accepted: either of the two must start the call by `start_by`.",
    example: { match_id: 31, start_by: "2026-03-02T09:31:08.000Z" },
  },
  "match.next": {
    data: z.object({ match_id: matchId, waiting: z.boolean() }),
    summary: "The offer came to nothing; `waiting` says whether you are back in the queue.",
    example: { match_id: 31, waiting: true },
  },
  "match.cancelled": {
    data: z.object({
      match_id: matchId.optional(),
      reason: z.enum(["cancelled", "absent", "profile", "gems", "lapsed", "ended"]),
    }),
    summary: "You left the queue, or, with a `match_id`, the match was cancelled.",
    example: { match_id: 31, reason: "lapsed" },
  },
  "call.started": {
    data: z.object({ call_session_id: z.string(), match_id: matchId, by_me: z.boolean(), started_at: instant }),
    summary: "The call began; `by_me` is true on the devices of the person who started it.",
    example: { call_session_id: "12", match_id: 31, by_me: false, started_at: "2026-03-02T09:30:00.000Z" },
  },
  "call.signal": {
    data: z.object({ call_session_id: z.string(), signal: z.record(z.string(), z.unknown()) }),
    summary: "SDP or ICE from the other person of the call. Not an event: it is not sent again.",
    example: { call_session_id: "12", signal: { type: "answer", sdp } },
    isLostWhenAway: true,
  },
  "call.ended": {
    data: z.object({
      call_session_id: z.string(),
      reason: z.enum(["hung_up", "too_long", "disconnected"]),
      duration_sec: z.int(),
    }),
    summary: "The call is over.",
    example: { call_session_id: "12", reason: "hung_up", duration_sec: 651 },
  },
  presence: {
    data: z.object({ call_session_id: z.string(), online: z.boolean() }),
    summary: "Whether the other person of your call has a socket. Not an event: it is not sent again.",
    example: { call_session_id: "12", online: false },
    isLostWhenAway: true,
  },
});

type CallsPushed = typeof callsPushed;

declare module "../realtime/frames.ts" {
  interface PushedFrames extends CallsPushed {}
}
