import { attendCalls } from "../calls/call_presence.ts";
import { keepInQueue } from "../calls/queue_presence.ts";
import type { System } from "../system.ts";
import type { Connection } from "./connection.ts";
import type { Attendance, Hub } from "./hub.ts";
import type { SocketLimits } from "./limits.ts";
import type { Frame } from "./protocol.ts";
import type { OpenSocket } from "./serve_socket.ts";

const lookEveryMs = 1_000;
const attendEveryMs = 2_000;
const warnBeforeMs = 60_000;

/** Notes who has a socket in a call: until the next note, or until now where it is gone. */
export async function noteAttendance({ sql, now }: System, present: Attendance[], isHere: boolean): Promise<void> {
  await attendCalls(sql, present, new Date(now().getTime() + (isHere ? attendEveryMs : 0)));
}

/** Looks after all sockets of a process: who is silent, whose token runs out, who is still in a queue or call. */
export function keepSockets(
  system: System,
  hub: Hub,
  { sockets, limits }: { sockets: Set<OpenSocket>; limits: SocketLimits },
): Disposable {
  const { sql, now, report } = system;
  const warned = new WeakMap<Connection, number>();
  /** Since when each socket's person is in a call: only from then on they are asked to ping as often as that. */
  const inCallSince = new WeakMap<OpenSocket, number>();
  let lookedAtMs = performance.now();

  function look(): void {
    const nowMs = performance.now();
    // where this process stood still, what clients said meanwhile is not read yet
    const isLate = nowMs - lookedAtMs > 2 * lookEveryMs;
    lookedAtMs = nowMs;
    for (const socket of sockets) {
      const connection = socket.connection();
      if (!isLate && isSilent(socket, connection, nowMs)) socket.close("silent");
      if (connection) lookAtToken(connection);
    }
  }

  /** Whether someone in a call stopped sending `ping`. For clients that never sent one, the protocol's pings suffice. */
  function isSilent(socket: OpenSocket, connection: Connection | undefined, nowMs: number): boolean {
    if (!connection || hub.calls.of(connection.identity.userId) === undefined) {
      inCallSince.delete(socket);
      return false;
    }
    const since = inCallSince.get(socket) ?? nowMs;
    inCallSince.set(socket, since);
    return socket.pings && nowMs - Math.max(socket.heardAtMs, since) > limits.silentInCallMs;
  }

  function lookAtToken(connection: Connection): void {
    const expiresAt = connection.identity.expiresAt;
    const leftMs = expiresAt.getTime() - now().getTime();
    if (leftMs <= 0) return connection.close("tokenExpired");
    if (leftMs > warnBeforeMs || warned.get(connection) === expiresAt.getTime()) return;
    warned.set(connection, expiresAt.getTime());
    const data = { expires_at: expiresAt.toISOString() };
    connection.send(JSON.stringify({ type: "auth.expiring", data } satisfies Frame));
  }

  async function attend(): Promise<void> {
    const present = [...hub.here()].flatMap((userId) => {
      const callId = hub.calls.of(userId);
      return callId === undefined ? [] : [{ callId, userId }];
    });
    await noteAttendance(system, present, true);
  }

  const failed = (error: unknown) => report("sockets", error);
  const timers = [
    setInterval(look, lookEveryMs),
    setInterval(() => void attend().catch(failed), attendEveryMs),
    setInterval(() => void keepInQueue(sql, [...hub.here()], now()).catch(failed), limits.queueEveryMs),
  ];
  return { [Symbol.dispose]: () => timers.forEach(clearInterval) };
}
