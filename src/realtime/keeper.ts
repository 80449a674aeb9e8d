import type { System } from "../system.ts";
import type { Connection } from "./connection.ts";
import type { SocketLimits } from "./limits.ts";
import type { Frame } from "./protocol.ts";
import type { OpenSocket } from "./serve_socket.ts";

const lookEveryMs = 1_000;
const warnBeforeMs = 60_000;

/** Looks after all sockets of a process: who is silent, whose token runs out. */
export function keepSockets(
  { now }: System,
  { sockets, limits, isBusy }: {
    sockets: Set<OpenSocket>;
    limits: SocketLimits;
    isBusy(userId: number): boolean;
  },
): Disposable {
  const warned = new WeakMap<Connection, number>();
  /** Since when each socket's person is busy: only from then on they are asked to ping as often as that. */
  const busySince = new WeakMap<OpenSocket, number>();
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

  /** Whether someone busy stopped sending `ping`. For clients that never sent one, the protocol's pings suffice. */
  function isSilent(socket: OpenSocket, connection: Connection | undefined, nowMs: number): boolean {
    if (!connection || !isBusy(connection.identity.userId)) {
      busySince.delete(socket);
      return false;
    }
    const since = busySince.get(socket) ?? nowMs;
    busySince.set(socket, since);
    return socket.pings && nowMs - Math.max(socket.heardAtMs(), since) > limits.silentInCallMs;
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

  const timer = setInterval(look, lookEveryMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
