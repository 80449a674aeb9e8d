import { z } from "zod";
import { newMessage } from "../chat/message.ts";
import { written } from "../chat/send_message.ts";
import { markRead } from "../chat/mark_read.ts";
import { decideMatch } from "../calls/decide_match.ts";
import { matchedUser } from "../calls/matched_user.ts";
import { idParam, idText, instant, opaque } from "../http/fields.ts";
import { problemSchema } from "../http/problem.ts";
import { startCall } from "../calls/start_call.ts";

/** The largest frame that is read, in UTF-16 units. */
export const frameLimit = 65_536;
/** The largest signal that is passed on: an SDP offer with many candidates is a tenth of it. */
export const signalLimit = 32_768;

const nothing = z.object({});

/** A frame from a client, before its data is judged by its type. `id` comes back with the answer. */
export const incoming = z.object({
  type: z.string().max(40),
  id: z.union([z.string().max(100), z.number()]).optional(),
  data: z.record(z.string(), z.unknown()).default({}),
});

/** What a client may send: the data of each type of frame. */
export const understood = {
  auth: z.object({ token: opaque({ min: 1, max: 4_096 }) }),
  resume: z.object({ cursor: opaque({ min: 0, max: 400 }).optional() }),
  ping: nothing,
  "match.request": nothing,
  "match.decide": decideMatch.input,
  "match.cancel": nothing,
  "call.start": startCall.input,
  "call.signal": z.object({
    call_session_id: idText,
    /** SDP or ICE as the browser made it; passed on unread. */
    signal: z.record(z.string(), z.unknown()),
  }),
  "call.end": z.object({ call_session_id: idText }),
  sendMessage: z.object({ chat_id: idParam, ...written.shape }),
  markRead: markRead.input,
  /** Said while one writes; `typing: false` when one has stopped. */
  typing: z.object({ chat_id: idParam, typing: z.boolean().default(true) }),
} as const satisfies Record<string, z.ZodType>;

/** A type of frame that is understood. */
export type UnderstoodType = keyof typeof understood;

const matchId = z.int();

const heartbeat = {
  /** How often a client that checks the connection itself should ping. */
  heartbeat_sec: z.int(),
  heartbeat_in_call_sec: z.int(),
};

/** How often clients should ping. */
export type Heartbeat = z.output<z.ZodObject<typeof heartbeat>>;

/** What the server sends of its own accord: the data of each type of frame. */
export const pushed = {
  /** The first frame to a person. Its cursor is null if `resume` was announced. */
  welcome: z.object({ cursor: z.string().nullable(), ...heartbeat }),
  "match.offered": z.object({
    match_id: matchId,
    matched_user: matchedUser,
    show_time_sec: z.int(),
    expires_at: instant,
  }),
  "match.matched": z.object({ match_id: matchId, start_by: instant }),
  /** The offer ended without a match; `waiting` says whether you are back in the queue. */
  "match.next": z.object({ match_id: matchId, waiting: z.boolean() }),
  /** You left the queue, or the match was cancelled (then with its id). */
  "match.cancelled": z.object({
    match_id: matchId.optional(),
    reason: z.enum(["cancelled", "absent", "profile", "gems", "lapsed", "ended"]),
  }),
  "call.started": z.object({ call_session_id: z.string(), match_id: matchId, by_me: z.boolean(), started_at: instant }),
  "call.signal": z.object({ call_session_id: z.string(), signal: z.record(z.string(), z.unknown()) }),
  "call.ended": z.object({
    call_session_id: z.string(),
    reason: z.enum(["hung_up", "too_long", "disconnected"]),
    duration_sec: z.int(),
  }),
  /** Someone asked someone for a talk; `by_me` is true on the requester's devices. */
  "introduction.requested": z.object({
    match_id: matchId,
    user_id: z.int(),
    by_me: z.boolean(),
    compatibility_score: z.int(),
  }),
  "introduction.accepted": z.object({ match_id: matchId, user_id: z.int(), chat_id: z.int() }),
  "introduction.declined": z.object({ match_id: matchId, user_id: z.int() }),
  /** The requester withdrew the request. */
  "introduction.withdrawn": z.object({ match_id: matchId, user_id: z.int() }),
  /** Nobody answered the request in time. */
  "introduction.lapsed": z.object({ match_id: matchId, user_id: z.int() }),
  /** Someone of a chat wrote; `client_id` is told to the sender alone. */
  "chat.message": newMessage,
  /** Someone of a chat, or oneself on another device, has read the other's messages up to this one. */
  "chat.read": z.object({ chat_id: z.int(), reader_id: z.int(), message_id: z.int(), read_at: instant }),
  /** The other of a chat writes, or has stopped. */
  "chat.typing": z.object({ chat_id: z.int(), typing: z.boolean() }),
  "gems.changed": z.object({ balance: z.int(), amount: z.int(), reason: z.enum(["charge", "use", "refund", "grant"]) }),
  /** Whether the other of a call has a socket. */
  presence: z.object({ call_session_id: z.string(), online: z.boolean() }),
  "session.ended": z.object({ session_id: z.string() }),
  "auth.expiring": z.object({ expires_at: instant }),
  resumed: z.object({ recovered: z.boolean() }),
} as const satisfies Record<string, z.ZodType>;

/** A type of frame that is pushed. */
export type PushedType = keyof typeof pushed;

/** A frame that the server sends of its own accord. `cursor` stands in the last one of an event. */
export type Frame = { [T in PushedType]: { type: T; cursor?: string; data: z.output<(typeof pushed)[T]> } }[PushedType];

/** How a frame from a client is answered: what REST would answer, or its problem. */
export const ack = z.object({ type: z.literal("ack"), id: incoming.shape.id, data: z.record(z.string(), z.unknown()) });
export const failure = z.object({ type: z.literal("error"), id: incoming.shape.id, data: problemSchema });
