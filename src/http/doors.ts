import { Counter } from "prom-client";
import { type KernelSocket, type KernelSockets, openKernelSockets } from "./kernel_sockets.ts";
import { logger } from "./logging.ts";
import type { Metrics } from "./metrics.ts";
import { type Known, seeAgain, type Seen, type WatchedSocket } from "./seen_connections.ts";

/** Limits on the connections of a process: what each may hold, and for how long. */
export type DoorLimits = {
  /** Time between two looks at all connections. The limits in looks below are multiples of it. */
  lookEveryMs: number;
  /** Looks within which a connection must send a complete request head. */
  headLooks: number;
  /** Looks for which a connection may idle between two requests: longer than proxies keep theirs. */
  idleLooks: number;
  /** Idle connections in all. Beyond it, those that never had a request are closed first, then the longest idle. */
  idleInAll: number;
  /** Unread bytes that the kernel may keep for a connection, and seconds it keeps one that we closed. */
  unreadBytes: number;
  halfClosedSec: number;
  /** Looks for which the other end may take none of the bytes waiting for it. */
  stuckLooks: number;
  /**
   * Bytes of an unfinished message, above any frame we accept. A socket with more is told to close, and cut if the next
   * look still finds as many.
   */
  unfinishedBytes: number;
  /** Looks for which a message of more than `noticedBytes` may stay unfinished. */
  unfinishedLooks: number;
  noticedBytes: number;
  /**
   * How often to ask whether those must be cut at once: if memory grew by `grownBytes` since the last look, or the timer
   * itself is `lateMs` late.
   */
  wakeEveryMs: number;
  grownBytes: number;
  lateMs: number;
};

const defaultDoorLimits: DoorLimits = {
  lookEveryMs: 1_000,
  headLooks: 5,
  idleLooks: 900,
  idleInAll: 4_096,
  unreadBytes: 131_072,
  halfClosedSec: 1,
  stuckLooks: 60,
  unfinishedBytes: 262_144,
  unfinishedLooks: 60,
  // upgrade heads, pings and pongs count too, until a message comes
  noticedBytes: 65_536,
  wakeEveryMs: 20,
  grownBytes: 16_777_216,
  lateMs: 250,
};

/** Bounds what connections make a process hold, where the kernel tells (see the README of this folder). */
export type Doors = Disposable & {
  /** Call when a connection has sent a request's head; call the returned function once it is answered. */
  requested(peer: string): () => void;
  /** Watches a connection that became a WebSocket, until the returned function is called. */
  watch(peer: string, socket: WatchedSocket): () => void;
  /** Ends a connection now, even with data waiting to be sent. */
  end(peer: string): void;
  /** Starts to watch the connections of a port. */
  open(port: number): void;
};

/** Opens the doors of a process. Without the kernel's view they watch nothing, and log that once. */
export function openDoors(metrics: Metrics, limits: Partial<DoorLimits> = {}): Doors {
  const cuts = new Counter({
    name: "connections_cut_total",
    help: "Connections ended for what they held, or for how long.",
    labelNames: ["why"],
    registers: [metrics.registry],
  });
  const kernel = openKernelSockets();
  if (kernel) return watchful(kernel, { ...defaultDoorLimits, ...limits }, (why, by = 1) => cuts.inc({ why }, by));
  logger("doors").warn("no view of the kernel's sockets: unfinished messages and heads are bounded by nothing here");
  return {
    requested: () => () => {},
    watch: () => () => {},
    end: () => {},
    open: () => {},
    [Symbol.dispose]: () => {},
  };
}

function watchful(kernel: KernelSockets, limits: DoorLimits, cut: (why: string, by?: number) => void): Doors {
  const known = new Map<string, Known>();
  let seen = new Map<string, Seen>();
  const timers: ReturnType<typeof setInterval>[] = [];
  /** 0 before the server listens and after it stopped. */
  let port = 0;
  let leastRss = Infinity;
  let wokeAtMs = performance.now();

  function knownOf(peer: string): Known {
    const before = known.get(peer);
    if (before) return before;
    const first: Known = { requests: 0, underWay: 0 };
    known.set(peer, first);
    return first;
  }

  function shut(socket: KernelSocket, why: string): void {
    kernel.end(socket);
    cut(why);
  }

  /** Looks at all connections, and forgets those that are gone. */
  function look(): Map<string, Seen> {
    const now = new Map<string, Seen>();
    for (const socket of kernel.look(port)) {
      now.set(socket.peer, seeAgain(seen.get(socket.peer), socket, known.get(socket.peer)));
    }
    for (const [peer, { underWay, socket }] of known) {
      if (underWay === 0 && !socket && !now.has(peer)) known.delete(peer);
    }
    return seen = now;
  }

  /** The regular look, with its grace periods. */
  function lookRound(): void {
    const idle: Seen[] = [];
    for (const each of look().values()) {
      const { underWay = 0, requests = 0, socket } = known.get(each.last.peer) ?? {};
      if (each.last.owes && ++each.stuckLooks > limits.stuckLooks) shut(each.last, "stuck");
      else if (socket) lookAtSocket(each, socket);
      else if (underWay > 0 || requests !== each.requests) rest(each, requests);
      else lookAtSilent(each, idle);
    }
    idle.sort((a, b) => restOf(b) - restOf(a)).slice(0, Math.max(0, idle.length - limits.idleInAll))
      .forEach(({ last }) => shut(last, "idle"));
    remember(Deno.memoryUsage().rss);
  }

  /** How long a connection has been idle; one that never had a request counts as idle for ever. */
  const restOf = ({ requests, idleLooks }: Seen) => requests === 0 ? limits.idleLooks + idleLooks : idleLooks;

  function lookAtSocket(each: Seen, socket: WatchedSocket): void {
    each.heldLooks = each.held > limits.noticedBytes ? each.heldLooks + 1 : 0;
    if (each.held <= limits.unfinishedBytes && each.heldLooks <= limits.unfinishedLooks) return;
    if (each.isTold) return socket.cut();
    each.isTold = true;
    socket.close();
    cut("unfinished_message");
  }

  function rest(each: Seen, requests: number): void {
    Object.assign(each, { requests, takenThen: each.last.taken, headLooks: 0, idleLooks: 0 });
  }

  function lookAtSilent(each: Seen, idle: Seen[]): void {
    each.idleLooks++;
    const isOpening = each.requests === 0 || each.last.taken > each.takenThen;
    if (isOpening && ++each.headLooks > limits.headLooks) return shut(each.last, "unfinished_head");
    if (each.idleLooks > limits.idleLooks) return shut(each.last, "idle");
    idle.push(each);
  }

  const remember = (rss: number) => leastRss = Math.min(leastRss, rss);

  /**
   * The look under pressure: when memory grows or the process cannot keep up, clients with endless messages are cut at
   * once.
   */
  function lookInNeed(): void {
    const { rss } = Deno.memoryUsage();
    remember(rss);
    const nowMs = performance.now();
    const isLate = nowMs - wokeAtMs > limits.lateMs;
    wokeAtMs = nowMs;
    if (rss - leastRss < limits.grownBytes && !isLate) return;
    leastRss = rss;
    const sockets = [...look().values()].filter(({ held }) => held > limits.unfinishedBytes);
    const heldBytes = sockets.reduce((sum, { held }) => sum + held, 0);
    // otherwise memory grew for another reason, and a client with too large a message is told so first
    if (heldBytes < limits.grownBytes / 2) return;
    for (const { last } of sockets) known.get(last.peer)?.socket?.cut();
    cut("flood", sockets.length);
    logger("doors").warn("sockets were cut: their messages had no end", { count: sockets.length, heldBytes, rss });
  }

  return {
    requested(peer) {
      const connection = knownOf(peer);
      connection.requests++;
      connection.underWay++;
      return () => void connection.underWay--;
    },
    watch(peer, socket) {
      const connection = knownOf(peer);
      connection.socket = socket;
      return () => {
        if (connection.socket === socket) connection.socket = undefined;
      };
    },
    end(peer) {
      if (port === 0) return;
      const found = seen.get(peer) ?? look().get(peer);
      if (found) kernel.end(found.last);
    },
    open(at) {
      port = at;
      kernel.bound(port, limits);
      timers.push(setInterval(lookRound, limits.lookEveryMs), setInterval(lookInNeed, limits.wakeEveryMs));
    },
    [Symbol.dispose]() {
      timers.forEach(clearInterval);
      port = 0;
      kernel[Symbol.dispose]();
    },
  };
}
