import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import { inWords } from "../answers/successes.ts";
import type { Asker } from "../deciding/command.ts";
import { makePace, type PaceOptions } from "../http/pace.ts";
import { describeProblem } from "../http/problem.ts";
import type { Identity, RequestMeta } from "../http/request.ts";
import type { Connection } from "./connection.ts";
import type { Doing } from "./frames.ts";
import type { Holder } from "./holder.ts";
import { understood } from "./protocol.ts";
import { type FrameId, readFrame } from "./read_frame.ts";
import type { OpenSocket, SocketOptions } from "./serve_socket.ts";
import type { Wire } from "./wire.ts";

/** Frames of one socket that may run at once. */
const atOnce = 32;
/** Refused frames before a socket is closed: enough for a faulty client, not for a flood. */
const refusals: PaceOptions = { perSecond: 5, burst: 200 };

/** What a dialogue goes on with. */
type Parts = { wire: Wire; holder: Holder; open: OpenSocket; meta: RequestMeta; socket: WeakKey };

/** Makes what takes each frame of a client, acts on it and answers. */
export function makeDialogue(
  { wire, holder, open, meta, socket }: Parts,
  { system, hub, brought }: SocketOptions,
): (text: string) => Promise<void> {
  const mayRefuse = makePace(refusals);
  let working = 0;

  function answer(id: FrameId, outcome: object | Refusal): void {
    const frame = isRefusal(outcome)
      ? { type: "error", id, data: describeProblem(outcome, meta.language) }
      : { type: "ack", id, data: inWords(outcome, meta.language) };
    wire.send(JSON.stringify(frame));
    if (isRefusal(outcome) && !mayRefuse(performance.now())) wire.close("flood");
  }

  async function act(type: string, data: unknown, id: FrameId): Promise<void> {
    if (type === "auth") {
      return await holder.authenticate(understood.auth.parse(data).token, (outcome) => answer(id, outcome));
    }
    const connection = holder.connection();
    if (!connection) return answer(id, refuse("auth.required"));
    if (type === "resume") {
      const refused = await holder.resume(connection, understood.resume.parse(data).cursor ?? "");
      return refused && answer(id, refused);
    }
    holder.begin();
    if (type === "ping") open.pings = true;
    const outcome = actOf(type, data, connection, id);
    answer(id, outcome instanceof Promise ? await outcome : outcome);
  }

  /** What an app does; nothing for a `ping`. */
  function actOf(type: string, data: unknown, { identity }: Connection, id: FrameId): object | Promise<object> {
    const frame = brought.understood.get(type);
    if (!frame || !("act" in frame)) return {};
    const doing: Doing = { system, hub, asker: askerOf(identity, meta, id), signal: wire.gone, socket };
    return frame.act(data, doing);
  }

  return async function take(text) {
    const frame = readFrame(text, brought.understood, meta.language);
    const { id } = frame;
    const connection = holder.connection();
    if (connection && !hub.paceOf(connection.identity.userId)(performance.now())) {
      return answer(id, refuse("request.too_many", { seconds: 1 }));
    }
    if ("refusal" in frame) return answer(id, frame.refusal);
    if (working >= atOnce) return answer(id, refuse("request.too_many", { seconds: 1 }));
    working++;
    try {
      await act(frame.type, frame.data, id);
    } catch (error) {
      answer(id, refuse("server.busy", { seconds: 1 }));
      system.report("socket", error);
    } finally {
      working--;
    }
  };
}

/** Adds a frame's id to the correlation id, if it is short and plain enough for the log. */
function askerOf({ userId }: Identity, { correlationId }: RequestMeta, id: FrameId): Asker {
  const isPlain = id !== undefined && /^[\w.-]{1,24}$/.test(String(id));
  return { me: userId, correlationId: isPlain ? `${correlationId.slice(0, 39)}.${id}` : correlationId };
}
