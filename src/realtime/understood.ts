import type { z } from "zod";
import { cancelMatch } from "../calls/cancel_match.ts";
import { decideMatch } from "../calls/decide_match.ts";
import { endCall } from "../calls/end_call.ts";
import { iceServers } from "../calls/ice.ts";
import { touchPresence } from "../calls/queue_presence.ts";
import { requestMatch } from "../calls/request_match.ts";
import { startCall } from "../calls/start_call.ts";
import { call } from "../calls/state.ts";
import { bothOf } from "../../projections/two.ts";
import { awaitOffer, awaitOutcome } from "../calls/waiting.ts";
import { markRead } from "../chat/mark_read.ts";
import { sendMessage, toSend } from "../chat/send_message.ts";
import { partnerIn } from "../chat/typing.ts";
import { load } from "../deciding/boundary.ts";
import type { Asker } from "../deciding/command.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import type { Hub } from "./hub.ts";
import { type Frame, signalLimit, type understood, type UnderstoodType } from "./protocol.ts";
import { owned } from "../calls/access.ts";
import { belongsTo } from "../../projections/two.ts";

/** What acting on a frame needs. `signals` of its socket wait here until their receiver is known. */
export type Doing = {
  system: System;
  hub: Hub;
  asker: Asker;
  signal: AbortSignal;
  signals: { waiting?: Promise<void> };
};

type Signal = z.output<typeof understood["call.signal"]>;

type Answer = Record<string, unknown> | Refusal;
type Acts = {
  [T in Exclude<UnderstoodType, "auth" | "resume">]: (
    data: z.output<(typeof understood)[T]>,
    doing: Doing,
  ) => Promise<Answer> | Answer;
};

/** What each type of frame does: the commands of REST, with the same answers and refusals. */
export const acts: Acts = {
  ping: () => ({}),

  "match.request": async (_data, { system, asker, signal }) => {
    // before the append: from then on they may be found absent and leave the queue
    await touchPresence(system.sql, asker.me, system.now());
    const entered = await system.run(requestMatch, {}, asker);
    if (isRefusal(entered)) return entered;
    return await awaitOffer(system, asker.me, 0, signal) ?? { status: "waiting" };
  },

  "match.decide": async (data, { system, asker, signal }) => {
    const decided = await system.run(decideMatch, data, asker);
    if (isRefusal(decided) || decided.status !== "open") return decided;
    const status = await awaitOutcome(system, data.match_id, asker, signal);
    return isRefusal(status) ? status : { status };
  },

  "match.cancel": (_data, { system, asker }) => system.run(cancelMatch, {}, asker),

  "call.start": async (data, { system, asker }) => {
    const started = await system.run(startCall, data, asker);
    if (isRefusal(started)) return started;
    return { ...started, ice_servers: iceServers(system.config, asker.me, system.now()) };
  },

  "call.signal": (data, doing) => {
    const people = doing.hub.calls.people(data.call_session_id);
    // one that has just begun, or ended, may not have been heard of; and nothing overtakes what waits for that
    if (!people?.includes(doing.asker.me) || doing.signals.waiting) return inTurn(data, doing);
    return passOn(data, people, doing);
  },

  "call.end": ({ call_session_id }, { system, asker }) => system.run(endCall, { call_id: call_session_id }, asker),

  sendMessage: (data, { system, asker }) => system.run(sendMessage, toSend(system.secrets, asker, data), asker),

  markRead: (data, { system, asker }) => system.run(markRead, data, asker),

  typing: async ({ chat_id, typing }, { system, hub, asker }) => {
    const partner = await partnerIn(system, chat_id, asker.me);
    if (typeof partner !== "number") return partner;
    hub.send(partner, JSON.stringify({ type: "chat.typing", data: { chat_id, typing } } satisfies Frame));
    return {};
  },
};

function passOn({ call_session_id, signal }: Signal, two: readonly number[], { hub, asker }: Doing): Answer {
  const text = written(signal);
  if (text === undefined || text.length > signalLimit) return refuse("request.too_large", { limit: signalLimit });
  const to = two[0] === asker.me ? two[1] : two[0];
  const frame = `{"type":"call.signal","data":{"call_session_id":"${call_session_id}","signal":${text}}}`;
  return { delivered: hub.send(to, frame) };
}

/** What nests too deeply can be read and not written. */
function written(signal: object): string | undefined {
  try {
    return JSON.stringify(signal);
  } catch {
    return undefined;
  }
}

function inTurn(data: Signal, doing: Doing): Promise<Answer> {
  const { signals } = doing;
  const before = signals.waiting ?? Promise.resolve();
  const turn = before.then(() => passOnUnheard(data, doing));
  const passed = turn.then(() => {}, () => {}).then(() => {
    if (signals.waiting === passed) signals.waiting = undefined;
  });
  signals.waiting = passed;
  return turn;
}

async function passOnUnheard(data: Signal, doing: Doing): Promise<Answer> {
  const { system, hub, asker } = doing;
  const heard = hub.calls.people(data.call_session_id);
  if (heard?.includes(asker.me)) return passOn(data, heard, doing);
  const { state } = await load(system.log, system.registry, { call: call(data.call_session_id) });
  if (!belongsTo(owned.call, state.call, asker.me)) return refuse("call.unknown");
  if (state.call.ended_at !== null) return refuse("call.ended");
  return passOn(data, bothOf(state.call), doing);
}
