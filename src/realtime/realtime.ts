import type { App } from "../app.ts";
import type { Doors } from "../http/doors.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { logger } from "../http/logging.ts";
import { makePlaces } from "../http/places.ts";
import type { Route } from "../http/request.ts";
import type { System } from "../system.ts";
import { asyncApi, asyncApiRoute } from "./asyncapi.ts";
import { broughtBy } from "./brought.ts";
import { canCut } from "./cut.ts";
import { openCursors } from "./cursor.ts";
import { openHub, type SocketWatch } from "./hub.ts";
import { keepSockets } from "./keeper.ts";
import { defaultLimits, type SocketLimits } from "./limits.ts";
import type { OpenSocket } from "./serve_socket.ts";
import { socketRoute } from "./socket_route.ts";
import { syncEndpoints } from "./sync_routes.ts";

/** The sockets of a process and what belongs to them. */
export type Realtime = AsyncDisposable & {
  routes: Route[];
  endpoints: Endpoint[];
  /** The AsyncAPI document. */
  document(): unknown;
  /** Sockets that are open. */
  count(): number;
  /** Tells every client to come back, waits a moment for them to leave, and cuts off the rest. */
  closeSockets(): Promise<void>;
};

const goneWithinMs = 1_000;

/**
 * Opens the realtime side of a process.
 *
 * @param of.apps bring frames, and what sockets do for them
 * @param of.doors watch the connections
 * @param some limits, where they are other than usual
 */
export async function openRealtime(
  system: System,
  { apps, doors }: { apps: readonly App[]; doors: Doors },
  some: Partial<SocketLimits> = {},
): Promise<Realtime> {
  const limits = { ...defaultLimits, ...some };
  const brought = broughtBy(apps);
  await using opened = new AsyncDisposableStack();
  const cursors = opened.use(openCursors(system.secrets.derive("cursors"), system.log.id));
  const sockets = new Set<OpenSocket>();
  if (!canCut()) {
    logger("sockets").warn("sockets cannot be cut on this runtime: a silent client keeps one it is told to leave");
  }
  const watches: SocketWatch[] = [];
  const hub = opened.use(
    await openHub(system, {
      me: crypto.randomUUID(),
      pace: limits.pace,
      socketsAPerson: limits.socketsAPerson,
      changed: (userId, where) => watches.forEach((watch) => watch.changed?.(userId, where)),
    }),
  );
  for (const app of apps) {
    const watch = app.sockets?.(system, hub, limits);
    if (!watch) continue;
    watches.push(watch);
    opened.defer(() => watch[Symbol.dispose]?.());
  }
  const isBusy = (userId: number) => watches.some((watch) => watch.isBusy?.(userId));
  opened.use(keepSockets(system, { sockets, limits, isBusy }));
  const document = once(() => asyncApi(brought, system.config.publicUrl));
  const shared = { system, hub, brought, cursorsOf: cursors.of, sockets, limits, doors };
  const running = opened.move();
  return {
    routes: [socketRoute({ ...shared, strangers: makePlaces(limits.strangers) }), asyncApiRoute(document)],
    endpoints: syncEndpoints(system, apps, cursors.of),
    document,
    count: () => sockets.size,
    closeSockets: () => closeAll(sockets),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function closeAll(sockets: ReadonlySet<OpenSocket>): Promise<void> {
  for (const socket of sockets) socket.close("goingAway");
  const giveUpAt = performance.now() + goneWithinMs;
  while (sockets.size > 0 && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const socket of sockets) socket.cut();
}

function once<T>(make: () => T): () => T {
  let made: { is: T } | undefined;
  return () => (made ??= { is: make() }).is;
}
