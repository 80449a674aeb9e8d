import type { z } from "zod";
import { describeProblem } from "../http/problem.ts";
import { refuse } from "../answers/refusals.ts";
import type { pushed, PushedType, understood, UnderstoodType } from "./protocol.ts";

/** What the document says of a frame, and its data as it may look. */
type Described<Data> = { summary: string; example: Data };

const at = "2026-03-02T09:30:00.000Z";
const sdp = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
const cursor = "kR0m3vJ5sW2dQ9yTfA7bLhX1cE4nU8pZ6g";
const mina = { username: "mina", age: 27, gender: "female", profile_image: null, rating: 4.5 };

/** What a client may send. */
export const requests: { [T in UnderstoodType]: Described<z.input<(typeof understood)[T]>> } = {
  auth: {
    summary: "Says who you are on a socket opened without a token, within 10 s; later, brings a new token.",
    example: { token: "eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiI3In0.c2lnbmF0dXJl" },
  },
  resume: {
    summary: "Asks for everything after a cursor, which ends with `resumed`. The only request without an `ack`.",
    example: { cursor },
  },
  ping: {
    summary: "Asks whether the line is still open. A client that has sent one must keep sending them in a call.",
    example: {},
  },
  "match.request": {
    summary: "Enters the queue of random calls. Answered at once; the offer is pushed.",
    example: {},
  },
  "match.decide": {
    summary: "Accepts or rejects an offer; answered when it is settled.",
    example: { match_id: 31, decision: "accept" },
  },
  "match.cancel": {
    summary: "Leaves the queue, declines an open offer, or gives up a match whose call has not started.",
    example: {},
  },
  "call.start": { summary: "Starts the call of a match; answered with ICE servers.", example: { match_id: 31 } },
  "call.signal": {
    summary:
      "Passes SDP or ICE on to the other person of the call, unread; `delivered` says whether they have a socket.",
    example: { call_session_id: "12", signal: { type: "offer", sdp } },
  },
  "call.end": { summary: "Hangs up; twice is harmless.", example: { call_session_id: "12" } },
  sendMessage: {
    summary: "Says something in a chat; the same `client_id` again is the same message.",
    example: { chat_id: 5, content: "오늘 저녁에 시간 괜찮으세요?", client_id: "phone-17" },
  },
  markRead: { summary: "Says up to which message you have read a chat.", example: { chat_id: 5, message_id: 88 } },
  typing: {
    summary: "Tells the other person of a chat that you are typing, or have stopped.",
    example: { chat_id: 5, typing: true },
  },
};

/** What the server sends of its own accord. */
export const pushes: { [T in PushedType]: Described<z.output<(typeof pushed)[T]>> } = {
  welcome: {
    summary: "The first frame: where to resume from if the line breaks, and how often to `ping`.",
    example: { cursor, heartbeat_sec: 25, heartbeat_in_call_sec: 5 },
  },
  resumed: {
    summary: "You have everything you missed; with `recovered: false` it could not be found: fetch `GET /api/sync`.",
    example: { recovered: true },
  },
  "match.offered": {
    summary: "Someone to talk to: decide within `show_time_sec`.",
    example: { match_id: 31, matched_user: mina, show_time_sec: 10, expires_at: "2026-03-02T09:30:10.000Z" },
  },
  "match.matched": {
    summary: "Both accepted: either of the two must start the call by `start_by`.",
    example: { match_id: 31, start_by: "2026-03-02T09:31:08.000Z" },
  },
  "match.next": {
    summary: "The offer came to nothing; `waiting` says whether you are back in the queue.",
    example: { match_id: 31, waiting: true },
  },
  "match.cancelled": {
    summary: "You left the queue, or, with a `match_id`, the match was cancelled.",
    example: { match_id: 31, reason: "lapsed" },
  },
  "call.started": {
    summary: "The call began; `by_me` is true on the devices of the person who started it.",
    example: { call_session_id: "12", match_id: 31, by_me: false, started_at: at },
  },
  "call.signal": {
    summary: "SDP or ICE from the other person of the call. Not an event: it is not sent again.",
    example: { call_session_id: "12", signal: { type: "answer", sdp } },
  },
  "call.ended": {
    summary: "The call is over.",
    example: { call_session_id: "12", reason: "hung_up", duration_sec: 651 },
  },
  "gems.changed": {
    summary: "Your balance, how much it changed, and why.",
    example: { balance: 85, amount: -15, reason: "use" },
  },
  "introduction.requested": {
    summary: "Someone would like to meet you; `by_me` is true on the devices of the person who asked.",
    example: { match_id: 4, user_id: 8, by_me: false, compatibility_score: 65 },
  },
  "introduction.accepted": {
    summary: "A request was accepted: the chat is open.",
    example: { match_id: 4, user_id: 8, chat_id: 5 },
  },
  "introduction.declined": { summary: "A request was declined.", example: { match_id: 4, user_id: 8 } },
  "introduction.withdrawn": { summary: "A request was taken back.", example: { match_id: 4, user_id: 8 } },
  "introduction.lapsed": { summary: "Nobody answered a request in time.", example: { match_id: 4, user_id: 8 } },
  "chat.message": {
    summary: "A message in a chat; only the sender gets its `client_id`.",
    example: { chat_id: 5, message_id: 88, sender_id: 8, content: "네, 좋아요.", sent_at: at },
  },
  "chat.read": {
    summary: "The other person of a chat, or you on another device, read up to this message.",
    example: { chat_id: 5, reader_id: 8, message_id: 88, read_at: at },
  },
  "chat.typing": {
    summary: "The other person of a chat is typing, or has stopped. Not an event: it is not sent again.",
    example: { chat_id: 5, typing: true },
  },
  presence: {
    summary: "Whether the other person of your call has a socket. Not an event: it is not sent again.",
    example: { call_session_id: "12", online: false },
  },
  "auth.expiring": {
    summary: "Your access token expires within a minute: send a new one in `auth` to keep the socket.",
    example: { expires_at: at },
  },
  "session.ended": {
    summary: "A session of yours ended; its sockets are closed.",
    example: { session_id: "6f1c2f0e-8a4f-4c83-9d0b-3a2f4b5c6d7e" },
  },
};

/** How a frame from a client is answered. */
export const answers = {
  ack: {
    summary: "It was done: what REST would answer, under the request's `id`.",
    example: { delivered: true },
  },
  error: {
    summary: "It was not done: the problem that REST would answer, under the request's `id`.",
    example: describeProblem(refuse("socket.unreadable"), "en"),
  },
};
