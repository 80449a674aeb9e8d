import type { Authenticate } from "../accounts/authenticate.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Route } from "../http/request.ts";
import type { System } from "../system.ts";
import { asyncApiRoute } from "./asyncapi.ts";
import { openHub } from "./hub.ts";
import { keepSockets } from "./keeper.ts";
import { defaultPace, type PaceOptions } from "./pace.ts";
import { type OpenSocket, socketRoute } from "./socket_route.ts";
import { syncEndpoints } from "./sync_routes.ts";

/** The sockets of a process and what belongs to them. */
export type Realtime = {
  routes: Route[];
  endpoints: Endpoint[];
  /** Asks every client to come back, and waits a moment until they are gone. */
  closeSockets(): Promise<void>;
  close(): Promise<void>;
};

const goneWithinMs = 1_000;

/** Opens the realtime side of a process. */
export async function openRealtime(
  system: System,
  authenticate: Authenticate,
  pace: PaceOptions = defaultPace,
): Promise<Realtime> {
  const cursorKey = system.secrets.derive("cursors");
  const sockets = new Set<OpenSocket>();
  const hub = await openHub(system, { me: crypto.randomUUID(), pace });
  const keeping = keepSockets(system, hub, sockets);
  return {
    routes: [socketRoute({ system, hub, authenticate, cursorKey, sockets }), asyncApiRoute()],
    endpoints: syncEndpoints(system, cursorKey),
    async closeSockets() {
      for (const socket of sockets) socket.close("goingAway");
      const giveUpAt = performance.now() + goneWithinMs;
      while (sockets.size > 0 && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    async close() {
      keeping[Symbol.dispose]();
      await hub.close();
    },
  };
}
