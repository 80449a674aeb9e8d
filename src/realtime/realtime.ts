import type { Doors } from "../http/doors.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { logger } from "../http/logging.ts";
import { makePlaces } from "../http/places.ts";
import type { Route } from "../http/request.ts";
import type { System } from "../system.ts";
import { asyncApiRoute } from "./asyncapi.ts";
import { canCut } from "./cut.ts";
import { openCursors } from "./cursor.ts";
import { openHub } from "./hub.ts";
import { keepSockets, noteAttendance } from "./keeper.ts";
import { defaultLimits, type SocketLimits } from "./limits.ts";
import type { OpenSocket } from "./serve_socket.ts";
import { socketRoute } from "./socket_route.ts";
import { syncEndpoints } from "./sync_routes.ts";

/** The sockets of a process and what belongs to them. */
export type Realtime = {
  routes: Route[];
  endpoints: Endpoint[];
  /** Sockets that are open. */
  count(): number;
  /** Tells every client to come back, waits a moment for them to leave, and cuts off the rest. */
  closeSockets(): Promise<void>;
  close(): Promise<void>;
};

const goneWithinMs = 1_000;

/**
 * Opens the realtime side of a process.
 *
 * @param doors watch the connections
 * @param some limits, where they are other than usual
 */
export async function openRealtime(
  system: System,
  doors: Doors,
  some: Partial<SocketLimits> = {},
): Promise<Realtime> {
  const limits = { ...defaultLimits, ...some };
  const cursors = openCursors(system.secrets.derive("cursors"), system.log.id);
  const sockets = new Set<OpenSocket>();
  const strangers = makePlaces(limits.strangers);
  if (!canCut()) {
    logger("sockets").warn("sockets cannot be cut on this runtime: a silent client keeps one it is told to leave");
  }
  const hub = await openHub(system, {
    me: crypto.randomUUID(),
    pace: limits.pace,
    socketsAPerson: limits.socketsAPerson,
    attended: (present, isHere) =>
      void noteAttendance(system, present, isHere).catch((error) => system.report("sockets", error)),
  });
  const keeping = keepSockets(system, hub, { sockets, limits });
  return {
    routes: [
      socketRoute({
        system,
        hub,
        authenticate: system.authenticate,
        cookies: system.cookies,
        standing: system.standing,
        cursorsOf: cursors.of,
        sockets,
        limits,
        doors,
        strangers,
      }),
      asyncApiRoute(system.config.publicUrl),
    ],
    endpoints: syncEndpoints(system, cursors.of),
    count: () => sockets.size,
    async closeSockets() {
      for (const socket of sockets) socket.close("goingAway");
      const giveUpAt = performance.now() + goneWithinMs;
      while (sockets.size > 0 && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const socket of sockets) socket.cut();
    },
    async close() {
      keeping[Symbol.dispose]();
      await hub.close();
      cursors[Symbol.dispose]();
    },
  };
}
