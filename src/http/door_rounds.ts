import type { DoorLimits } from "./door_limits.ts";
import type { KernelSocket } from "./kernel_sockets.ts";
import type { Known, Seen, WatchedSocket } from "./seen_connections.ts";

/** What may come of a look at a connection. */
export type Verdicts = {
  /** Ends it. */
  shut(socket: KernelSocket, why: string): void;
  /** A socket was told to close for an unfinished message. */
  told(): void;
};

/** Makes the regular look at all connections, with its grace periods. */
export function makeRound(
  limits: DoorLimits,
  { shut, told }: Verdicts,
): (seen: Iterable<Seen>, known: ReadonlyMap<string, Known>) => void {
  /** How long a connection has been idle; one that never had a request counts as idle for ever. */
  const restOf = ({ requests, idleLooks }: Seen) => requests === 0 ? limits.idleLooks + idleLooks : idleLooks;

  function lookAtSocket(each: Seen, socket: WatchedSocket): void {
    each.heldLooks = each.held > limits.noticedBytes ? each.heldLooks + 1 : 0;
    if (each.held <= limits.unfinishedBytes && each.heldLooks <= limits.unfinishedLooks) return;
    if (each.isTold) return socket.cut();
    each.isTold = true;
    socket.close();
    told();
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

  return (seen, known) => {
    const idle: Seen[] = [];
    for (const each of seen) {
      const { underWay = 0, requests = 0, socket } = known.get(each.last.peer) ?? {};
      if (each.last.owes && ++each.stuckLooks > limits.stuckLooks) shut(each.last, "stuck");
      else if (socket) lookAtSocket(each, socket);
      else if (underWay > 0 || requests !== each.requests) rest(each, requests);
      else lookAtSilent(each, idle);
    }
    idle.sort((a, b) => restOf(b) - restOf(a)).slice(0, Math.max(0, idle.length - limits.idleInAll))
      .forEach(({ last }) => shut(last, "idle"));
  };
}

/** Notices when memory grows, or the process cannot keep up. */
export function makePressure(limits: DoorLimits): { isHigh(): boolean; remember(): void } {
  let leastRss = Infinity;
  let wokeAtMs = performance.now();

  function remember(): number {
    const { rss } = Deno.memoryUsage();
    leastRss = Math.min(leastRss, rss);
    return rss;
  }

  return {
    remember,
    isHigh() {
      const rss = remember();
      const nowMs = performance.now();
      const isLate = nowMs - wokeAtMs > limits.lateMs;
      wokeAtMs = nowMs;
      if (rss - leastRss < limits.grownBytes && !isLate) return false;
      leastRss = rss;
      return true;
    },
  };
}
