import { z } from "zod";
import { describeIssues } from "../http/issues.ts";
import { describeProblem } from "../http/problem.ts";
import type { Identity, Incoming, Route } from "../http/request.ts";
import type { Authenticate } from "../accounts/authenticate.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";
import { closeCodes, type CloseReason } from "./close_codes.ts";
import { type Connection, makeConnection } from "./connection.ts";
import { cursorsOf } from "./cursor.ts";
import type { Hub } from "./hub.ts";
import { frameLimit, incoming as frameSchema, understood, type UnderstoodType } from "./protocol.ts";
import { acts } from "./understood.ts";

const protocol = "inyeon.v1";
const authWithinMs = 10_000;
/** Someone who does not say within that time from where to go on begins with what comes. */
const resumeWithinMs = 1_000;
/** Frames that may be at work at once for one socket. */
const atOnce = 32;
/** Refused frames in a row after which a socket is closed. */
const refusedInARow = 200;

/** What the sockets of a process share. */
export type SocketOptions = {
  system: System;
  hub: Hub;
  authenticate: Authenticate;
  /** Seals cursors; 32 bytes. */
  cursorKey: Uint8Array;
  /** Sockets that are open, for whoever looks after them all. */
  sockets: Set<OpenSocket>;
};

/** A socket as its keeper sees it. */
export type OpenSocket = {
  connection(): Connection | undefined;
  heardAtMs: number;
  close(reason: CloseReason): void;
};

/** `GET /ws`: one socket for everything (API.md, "WebSocket"). */
export function socketRoute(options: SocketOptions): Route {
  return {
    method: "GET",
    path: "/ws",
    async handle(incoming) {
      const { raw } = incoming;
      if (raw.headers.get("upgrade")?.toLowerCase() !== "websocket") return refuse("socket.upgrade_required");
      const offered = (raw.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
      const token = offered.find((name) => name.startsWith("bearer."))?.slice("bearer.".length) ??
        /^Bearer +(\S+)$/i.exec(raw.headers.get("authorization") ?? "")?.[1];
      const identity = token === undefined ? undefined : await options.authenticate(token);
      if (isRefusal(identity)) return identity;
      if (identity?.suspended) return identity.suspended;
      const { socket, response } = Deno.upgradeWebSocket(raw, offered.includes(protocol) ? { protocol } : {});
      serveSocket(socket, incoming, identity, options);
      return response;
    },
  };
}

/** Everything one socket does, from its opening to its close. */
function serveSocket(socket: WebSocket, { meta }: Incoming, known: Identity | undefined, options: SocketOptions): void {
  const { system, hub } = options;
  const gone = new AbortController();
  let connection: Connection | undefined;
  let begun = false;
  let working = 0;
  let refused = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open: OpenSocket = { connection: () => connection, heardAtMs: performance.now(), close };

  function close(reason: CloseReason): void {
    if (socket.readyState === WebSocket.OPEN) socket.close(closeCodes[reason], reason);
  }

  function answer(id: string | number | undefined, outcome: object | Refusal): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const isRefused = isRefusal(outcome);
    refused = isRefused ? refused + 1 : 0;
    const frame = isRefused
      ? { type: "error", id, data: describeProblem(outcome, meta.language) }
      : { type: "ack", id, data: outcome };
    if (connection) connection.send(frame);
    else socket.send(JSON.stringify(frame));
    if (refused > refusedInARow) close("flood");
  }

  function meet(identity: Identity): void {
    clearTimeout(timer);
    connection = makeConnection(socket, system, cursorsOf(options.cursorKey, identity.userId), identity);
    hub.join(connection);
    timer = setTimeout(() => void begin(undefined), resumeWithinMs);
  }

  async function begin(cursor: string | undefined): Promise<void> {
    clearTimeout(timer);
    begun = true;
    await connection?.begin(cursor).catch((error) => {
      system.report("resuming", error);
      close("goingAway");
    });
  }

  async function authenticate(token: string): Promise<object | Refusal> {
    const identity = await options.authenticate(token);
    if (isRefusal(identity)) return identity;
    if (identity.suspended) return identity.suspended;
    if (connection && connection.identity.userId !== identity.userId) return refuse("auth.token_invalid");
    if (connection) connection.renew(identity);
    else meet(identity);
    return { expires_at: identity.expiresAt.toISOString() };
  }

  async function act(type: UnderstoodType, data: unknown, id: string | number | undefined): Promise<void> {
    if (type === "auth") {
      const outcome = await authenticate(understood.auth.parse(data).token);
      answer(id, outcome);
      if (isRefusal(outcome) && !connection) close("unauthorized");
      return;
    }
    if (!connection) return answer(id, refuse("auth.required"));
    if (type === "resume") {
      await begin(understood.resume.parse(data).cursor ?? "");
      return;
    }
    if (!begun) await begin(undefined);
    const asker = { me: connection.identity.userId, correlationId: `${meta.correlationId}.${id ?? ""}`.slice(0, 64) };
    const doing = { system, hub, asker, signal: gone.signal };
    // TypeScript does not see that the type chose both the schema and what is done
    const outcome = (acts[type] as (data: unknown, with_: typeof doing) => object | Promise<object>)(data, doing);
    answer(id, outcome instanceof Promise ? await outcome : outcome);
  }

  async function take(text: string): Promise<void> {
    const frame = frameSchema.safeParse(parse(text));
    if (!frame.success) {
      answer(undefined, refuse("request.unreadable", { problem: "{type, id?, data}" }));
      return;
    }
    const { type, id } = frame.data;
    if (connection && !hub.paceOf(connection.identity.userId)(performance.now())) {
      return answer(id, refuse("request.too_many", { seconds: 1 }));
    }
    if (!Object.hasOwn(understood, type)) return answer(id, refuse("socket.unknown_type", { type: type.slice(0, 40) }));
    const schema: z.ZodType = understood[type as UnderstoodType];
    const data = schema.safeParse(frame.data.data, { reportInput: true });
    if (!data.success) {
      return answer(id, refuse("request.invalid", {}, describeIssues(data.error.issues, meta.language)));
    }
    if (working >= atOnce) return answer(id, refuse("request.too_many", { seconds: 1 }));
    working++;
    try {
      await act(type as UnderstoodType, data.data, id);
    } catch (error) {
      answer(id, refuse("server.busy", { seconds: 1 }));
      system.report("socket", error);
    } finally {
      working--;
    }
  }

  socket.onopen = () => {
    options.sockets.add(open);
    if (system.stopping.aborted) return close("goingAway");
    if (known) meet(known);
    else timer = setTimeout(() => close("authTimeout"), authWithinMs);
  };
  socket.onmessage = ({ data }) => {
    open.heardAtMs = performance.now();
    if (typeof data !== "string" || data.length > frameLimit) return close("badFrame");
    void take(data);
  };
  socket.onclose = () => {
    clearTimeout(timer);
    options.sockets.delete(open);
    gone.abort();
    if (connection) hub.leave(connection);
  };
  // a close follows
  socket.onerror = () => {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
