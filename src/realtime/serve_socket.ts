import { Buffer } from "node:buffer";
import { describeProblem } from "../http/problem.ts";
import type { Doors } from "../http/doors.ts";
import type { Places } from "../http/places.ts";
import type { Identity, RequestMeta } from "../http/request.ts";
import type { Asker } from "../deciding/command.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import { inWords } from "../answers/successes.ts";
import type { System } from "../system.ts";
import type { Brought } from "./brought.ts";
import type { CloseReason } from "./close_codes.ts";
import { makeClosing } from "./closing.ts";
import { type Connection, makeConnection } from "./connection.ts";
import type { Cursors } from "./cursor.ts";
import { cutSocket } from "./cut.ts";
import type { Doing } from "./frames.ts";
import type { SocketHub } from "./hub.ts";
import type { SocketLimits } from "./limits.ts";
import { makePace, type PaceOptions } from "../http/pace.ts";
import { frameLimit, understood } from "./protocol.ts";
import { type FrameId, readFrame } from "./read_frame.ts";

/** Frames of one socket that may run at once. */
const atOnce = 32;
/** Refused frames before a socket is closed: enough for a faulty client, not for a flood. */
const refusals: PaceOptions = { perSecond: 5, burst: 200 };
/** How often a socket may resume: each resume reads the log. */
const resumptions: PaceOptions = { perSecond: 0.2, burst: 10 };
/** Characters sent between two looks at `bufferedAmount`, which costs as much as sending a short frame. */
const lookEvery = 16_384;

/** What all sockets of a process share. */
export type SocketOptions = {
  system: System;
  hub: SocketHub;
  brought: Brought;
  limits: SocketLimits;
  doors: Doors;
  /** Sockets not yet authenticated, by address. */
  strangers: Places;
  cursorsOf(userId: number): Cursors;
  /** All open sockets, for their keeper. */
  sockets: Set<OpenSocket>;
};

/** A socket as its keeper sees it. */
export type OpenSocket = {
  connection(): Connection | undefined;
  heardAtMs: number;
  /** Whether the client has ever sent a `ping` frame, so that its silence means something. */
  pings: boolean;
  close(reason: CloseReason): void;
  /** Ends the connection at once. */
  cut(): void;
};

/** What is known about a socket at its upgrade. */
export type Opened = {
  meta: RequestMeta;
  known: Identity | undefined;
  resumes: boolean;
  peer: string;
  admitted: () => void;
};

/** Serves one socket from its upgrade to its end. */
export function serveSocket(
  socket: WebSocket,
  { meta, known, resumes, peer, admitted }: Opened,
  options: SocketOptions,
): void {
  const { system, hub, limits } = options;
  const gone = new AbortController();
  let connection: Connection | undefined;
  let begun = false;
  let working = 0;
  const mayRefuse = makePace(refusals);
  const mayResume = makePace(resumptions);
  let isClosing = false;
  let unlooked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open: OpenSocket = { connection: () => connection, heardAtMs: performance.now(), pings: false, close, cut };
  const closing = makeClosing(socket, () => open.heardAtMs, cut);
  const came = { messages: 0, bytes: 0 };
  const unwatch = options.doors.watch(peer, { came, close: () => close("badFrame"), cut });

  function send(text: string): void {
    if (isClosing || socket.readyState !== WebSocket.OPEN) return;
    unlooked += text.length;
    if (unlooked > lookEvery) {
      unlooked = 0;
      if (socket.bufferedAmount > limits.bufferedBytes) return close("tooSlow");
    }
    socket.send(text);
  }

  function close(reason: CloseReason): void {
    if (isClosing) return;
    // leave now: a vanished client never answers the close and must not count as present
    leave();
    closing.close(reason);
  }

  function cut(): void {
    options.doors.end(peer);
    cutSocket(socket);
    forget();
  }

  /** The connection is gone, or is being cut. */
  function forget(): void {
    options.sockets.delete(open);
    closing.gone();
    unwatch();
    admitted();
    leave();
  }

  function leave(): void {
    isClosing = true;
    clearTimeout(timer);
    gone.abort();
    if (connection) hub.leave(connection);
  }

  function answer(id: FrameId, outcome: object | Refusal): void {
    const frame = isRefusal(outcome)
      ? { type: "error", id, data: describeProblem(outcome, meta.language) }
      : { type: "ack", id, data: inWords(outcome, meta.language) };
    send(JSON.stringify(frame));
    if (isRefusal(outcome) && !mayRefuse(performance.now())) close("flood");
  }

  /** Whether this person may use the socket now. If not, closes it. */
  function isWelcome({ userId, sessionId }: Identity): boolean {
    // the socket may have closed while the token was checked; joining the hub now would never be undone
    if (isClosing || socket.readyState !== WebSocket.OPEN) return false;
    // the session may have ended while the socket opened, before anything could close it
    if (system.endedSessions.has(sessionId)) close("sessionEnded");
    else if (system.standing.refusal(userId)) close("barred");
    return !isClosing;
  }

  /** Binds the socket to a person. No await before the welcome, so nothing is sent ahead of it. */
  function meet(identity: Identity): void {
    clearTimeout(timer);
    admitted();
    const cursors = options.cursorsOf(identity.userId);
    const { heartbeat } = limits;
    const { push } = options.brought;
    connection = makeConnection({
      system,
      push,
      cursors,
      identity,
      resumes,
      heartbeat,
      send,
      close,
      gone: gone.signal,
    });
    connection.greet();
    hub.join(connection);
    timer = setTimeout(begin, limits.resumeWithinMs);
  }

  function begin(): void {
    if (begun) return;
    clearTimeout(timer);
    begun = true;
    connection?.begin();
  }

  /** The holder of a token, or a refusal: a socket never changes its person. */
  async function judge(token: string): Promise<Identity | Refusal> {
    const identity = await system.authenticate(token);
    if (isRefusal(identity)) return identity;
    if (identity.suspended) return identity.suspended;
    if (connection && connection.identity.userId !== identity.userId) return refuse("auth.token_invalid");
    return identity;
  }

  async function authenticate(token: string, id: FrameId): Promise<void> {
    const identity = await judge(token);
    if (isRefusal(identity)) {
      answer(id, identity);
      if (!connection) close("unauthorized");
      return;
    }
    if (!connection && !isWelcome(identity)) return;
    connection?.renew(identity);
    answer(id, { expires_at: identity.expiresAt.toISOString() });
    if (!connection) meet(identity);
  }

  async function act(type: string, data: unknown, id: FrameId): Promise<void> {
    if (type === "auth") return await authenticate(understood.auth.parse(data).token, id);
    if (!connection) return answer(id, refuse("auth.required"));
    if (type === "resume") {
      if (!mayResume(performance.now())) return answer(id, refuse("request.too_many", { seconds: 5 }));
      clearTimeout(timer);
      begun = true;
      return await connection.resume(understood.resume.parse(data).cursor ?? "");
    }
    begin();
    if (type === "ping") open.pings = true;
    const frame = options.brought.understood.get(type);
    if (!frame || !("act" in frame)) return answer(id, {});
    const asker = askerOf(connection.identity, meta, id);
    const doing: Doing = { system, hub, asker, signal: gone.signal, socket };
    const outcome = frame.act(data, doing);
    answer(id, outcome instanceof Promise ? await outcome : outcome);
  }

  async function take(text: string): Promise<void> {
    const frame = readFrame(text, options.brought.understood, meta.language);
    const { id } = frame;
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
  }

  // starts at the upgrade: a client may be gone before its socket opens
  timer = setTimeout(() => close("authTimeout"), limits.authWithinMs);
  options.sockets.add(open);
  socket.onopen = () => {
    if (system.stopping.aborted) return close("goingAway");
    if (known && isWelcome(known)) meet(known);
  };
  socket.onmessage = ({ data }) => {
    open.heardAtMs = performance.now();
    came.messages++;
    came.bytes += typeof data === "string" ? Buffer.byteLength(data) : 0;
    if (isClosing) return;
    if (typeof data !== "string" || data.length > frameLimit) return close("badFrame");
    void take(data);
  };
  socket.onclose = forget;
  // onclose follows
  socket.onerror = () => {};
}

/** Adds a frame's id to the correlation id, if it is short and plain enough for the log. */
function askerOf({ userId }: Identity, { correlationId }: RequestMeta, id: FrameId): Asker {
  const isPlain = id !== undefined && /^[\w.-]{1,24}$/.test(String(id));
  return { me: userId, correlationId: isPlain ? `${correlationId.slice(0, 39)}.${id}` : correlationId };
}
