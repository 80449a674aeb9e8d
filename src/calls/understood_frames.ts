import { z } from "zod";
import { isRefusal } from "../answers/refusals.ts";
import { idText } from "../http/fields.ts";
import { defineUnderstood } from "../realtime/frames.ts";
import { cancelMatch } from "./cancel_match.ts";
import { decideMatch } from "./decide_match.ts";
import { endCall } from "./end_call.ts";
import { iceServers } from "./ice.ts";
import { touchPresence } from "./queue_presence.ts";
import { requestMatch } from "./request_match.ts";
import { passSignal, signal } from "./signalling.ts";
import { startCall } from "./start_call.ts";
import { awaitOffer, awaitOutcome } from "./waiting.ts";

const sdp = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

/** What clients may send of random calls: the commands of REST, with the same answers and refusals, and signals. */
export const callsUnderstood = defineUnderstood({
  "match.request": {
    data: z.object({}),
    summary: "Enters the queue of random calls. Answered at once; the offer is pushed.",
    example: {},
    async act(_data, { system, asker, signal }) {
      // before the append: from then on they may be found absent and leave the queue
      await touchPresence(system.sql, asker.me, system.now());
      const entered = await system.run(requestMatch, {}, asker);
      if (isRefusal(entered)) return entered;
      return await awaitOffer(system, asker.me, 0, signal) ?? { status: "waiting" };
    },
  },
  "match.decide": {
    data: decideMatch.input,
    summary: "Accepts or rejects an offer; answered when it is settled.",
    example: { match_id: 31, decision: "accept" },
    async act(data, { system, asker, signal }) {
      const decided = await system.run(decideMatch, data, asker);
      if (isRefusal(decided) || decided.status !== "open") return decided;
      const status = await awaitOutcome(system, data.match_id, asker, signal);
      return isRefusal(status) ? status : { status };
    },
  },
  "match.cancel": {
    data: z.object({}),
    summary: "Leaves the queue, declines an open offer, or gives up a match whose call has not started.",
    example: {},
    act: (_data, { system, asker }) => system.run(cancelMatch, {}, asker),
  },
  "call.start": {
    data: startCall.input,
    summary: "Starts the call of a match; answered with ICE servers.",
    example: { match_id: 31 },
    async act(data, { system, asker }) {
      const started = await system.run(startCall, data, asker);
      if (isRefusal(started)) return started;
      return { ...started, ice_servers: iceServers(system.config, asker.me, system.now()) };
    },
  },
  "call.signal": {
    data: signal,
    summary:
      "Passes SDP or ICE on to the other person of the call, unread; `delivered` says whether they have a socket.",
    example: { call_session_id: "12", signal: { type: "offer", sdp } },
    act: passSignal,
  },
  "call.end": {
    data: z.object({ call_session_id: idText }),
    summary: "Hangs up; twice is harmless.",
    example: { call_session_id: "12" },
    act: ({ call_session_id }, { system, asker }) => system.run(endCall, { call_id: call_session_id }, asker),
  },
});

type CallsUnderstood = typeof callsUnderstood;

declare module "../realtime/frames.ts" {
  interface UnderstoodFrames extends CallsUnderstood {}
}
