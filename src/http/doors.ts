import { Counter } from "prom-client";
import { defaultDoorLimits, type DoorLimits } from "./door_limits.ts";
import { makePressure, makeRound } from "./door_rounds.ts";
import { type KernelSocket, type KernelSockets, openKernelSockets } from "./kernel_sockets.ts";
import { logger } from "./logging.ts";
import type { Metrics } from "./metrics.ts";
import { type Known, seeAgain, type Seen, type WatchedSocket } from "./seen_connections.ts";

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
  const timers: ReturnType<typeof setInterval>[] = [];
  /** 0 before the server listens and after it stopped. */
  let port = 0;
  const pressure = makePressure(limits);
  const { known, knownOf, look, find } = makeSight(() => kernel.look(port));

  const round = makeRound(limits, {
    shut(socket, why) {
      kernel.end(socket);
      cut(why);
    },
    told: () => cut("unfinished_message"),
  });

  function lookRound(): void {
    round(look().values(), known);
    pressure.remember();
  }

  /** Under pressure, clients with endless messages are cut at once. */
  function lookInNeed(): void {
    if (!pressure.isHigh()) return;
    const count = cutEndless([...look().values()], known, limits);
    if (count > 0) cut("flood", count);
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
      const found = find(peer);
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

/** Cuts the sockets whose messages have no end, if it is they that hold the memory; returns how many. */
function cutEndless(seen: readonly Seen[], known: ReadonlyMap<string, Known>, limits: DoorLimits): number {
  const sockets = seen.filter(({ held }) => held > limits.unfinishedBytes);
  const heldBytes = sockets.reduce((sum, { held }) => sum + held, 0);
  // otherwise memory grew for another reason, and a client with too large a message is told so first
  if (heldBytes < limits.grownBytes / 2) return 0;
  for (const { last } of sockets) known.get(last.peer)?.socket?.cut();
  logger("doors").warn("sockets were cut: their messages had no end", { count: sockets.length, heldBytes });
  return sockets.length;
}

/** What is known of connections by their requests, together with what the kernel shows of them. */
function makeSight(lookAtKernel: () => readonly KernelSocket[]) {
  const known = new Map<string, Known>();
  let seen = new Map<string, Seen>();

  function knownOf(peer: string): Known {
    const before = known.get(peer);
    if (before) return before;
    const first: Known = { requests: 0, underWay: 0 };
    known.set(peer, first);
    return first;
  }

  /** Looks at all connections, and forgets those that are gone. */
  function look(): Map<string, Seen> {
    const now = new Map<string, Seen>();
    for (const socket of lookAtKernel()) {
      now.set(socket.peer, seeAgain(seen.get(socket.peer), socket, known.get(socket.peer)));
    }
    for (const [peer, { underWay, socket }] of known) {
      if (underWay === 0 && !socket && !now.has(peer)) known.delete(peer);
    }
    return seen = now;
  }

  return { known, knownOf, look, find: (peer: string) => seen.get(peer) ?? look().get(peer) };
}
