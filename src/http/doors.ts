import { Counter } from "prom-client";
import { type KernelSocket, type KernelSockets, openKernelSockets } from "./kernel_sockets.ts";
import { logger } from "./logging.ts";
import type { Metrics } from "./metrics.ts";
import { type Known, seeAgain, type Seen, type WatchedSocket } from "./seen_connections.ts";

/** What the connections of a process may hold, and for how long. */
export type DoorLimits = {
  /** Between two looks at all connections. The counts of looks below are so many times this. */
  lookEveryMs: number;
  /** Looks after which a connection must have sent a whole request's head. */
  headLooks: number;
  /** Looks for which a connection may be kept between two requests: longer than proxies keep theirs. */
  idleLooks: number;
  /** Of more idle ones, those that never had a request are shut, then those that were idle for longest. */
  idleInAll: number;
  /** What the kernel may keep of a connection that is not read yet, and for how long one that was closed here. */
  unreadBytes: number;
  halfClosedSec: number;
  /** Looks for which the other end may take nothing of what waits for it. */
  stuckLooks: number;
  /**
   * Bytes of an unfinished message beyond which a socket is told to close, and cut if it still has so many in the next
   * look: no frame that is taken is so large.
   */
  unfinishedBytes: number;
  /** Looks for which a message of more bytes than these may stay unfinished. */
  unfinishedLooks: number;
  noticedBytes: number;
  /**
   * So often it is asked whether there is need to cut those at once: memory has grown by so many bytes since the last
   * look, or the question itself comes so late.
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
  // the head of the upgrade, pings and pongs are counted, too, until a message comes
  noticedBytes: 65_536,
  wakeEveryMs: 20,
  grownBytes: 16_777_216,
  lateMs: 250,
};

/** Bounds what the connections of a process may make it hold, where the kernel tells (see the README of this room). */
export type Doors = Disposable & {
  /** A request's head has come by a connection; the returned function says that it is answered. */
  requested(peer: string): () => void;
  /** Watches a connection that has become a web socket, until the returned function is called. */
  watch(peer: string, socket: WatchedSocket): () => void;
  /** Ends a connection now, if the kernel still has it: nothing that waits to be sent keeps it. */
  end(peer: string): void;
  /** Begins to look at the connections that come in by a port. */
  open(port: number): void;
};

/** Opens the doors of a process. Without the kernel's view they watch nothing, and say so once. */
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
  /** 0 before there is one and after the end. */
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

  /** Sees all connections anew, and forgets those that are gone. */
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

  /** The regular look, which gives everybody time. */
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

  /** How long it has been without use: one that never had any has the least claim to be kept. */
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
   * The look in need: memory grows, or the process cannot keep up, and whoever sends messages without an end is cut off
   * before it gets worse.
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
    // else it grew for another reason, and a client that sends too large a message is told so
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
