import { z } from "zod";
import { belongsTo, bothOf } from "../../projections/two.ts";
import { refuse } from "../answers/refusals.ts";
import { load } from "../deciding/boundary.ts";
import { idText } from "../http/fields.ts";
import type { Answer, Doing } from "../realtime/frames.ts";
import { owned } from "./access.ts";
import { call } from "./state.ts";

/** The largest signal that is passed on: an SDP offer with many candidates is a tenth of it. */
export const signalLimit = 32_768;

/** SDP or ICE as the browser made it; passed on unread. */
export const signal = z.object({ call_session_id: idText, signal: z.record(z.string(), z.unknown()) });

type Signal = z.output<typeof signal>;

/** Per socket, the signals that wait until it is known whom they are for: nothing overtakes them. */
const waiting = new WeakMap<WeakKey, Promise<void>>();

/** Passes a signal on to the other person of the call. */
export function passSignal(data: Signal, doing: Doing): Promise<Answer> | Answer {
  const people = doing.system.openCalls.people(data.call_session_id);
  // a call that has just begun, or ended, may not have been heard of yet
  if (!people?.includes(doing.asker.me) || waiting.has(doing.socket)) return inTurn(data, doing);
  return passOn(data, people, doing);
}

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
  const { socket } = doing;
  const before = waiting.get(socket) ?? Promise.resolve();
  const turn = before.then(() => passOnUnheard(data, doing));
  const passed = turn.then(() => {}, () => {}).then(() => {
    if (waiting.get(socket) === passed) waiting.delete(socket);
  });
  waiting.set(socket, passed);
  return turn;
}

async function passOnUnheard(data: Signal, doing: Doing): Promise<Answer> {
  const { system, asker } = doing;
  const heard = system.openCalls.people(data.call_session_id);
  if (heard?.includes(asker.me)) return passOn(data, heard, doing);
  const { state } = await load(system.log, system.registry, { call: call(data.call_session_id) });
  if (!belongsTo(owned.call, state.call, asker.me)) return refuse("call.unknown");
  if (state.call.ended_at !== null) return refuse("call.ended");
  return passOn(data, bothOf(state.call), doing);
}
