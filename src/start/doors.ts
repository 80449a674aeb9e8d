import type { App } from "../app.ts";
import type { Config } from "../configuration/config.ts";
import { createApp } from "../http/app.ts";
import type { DoorLimits } from "../http/door_limits.ts";
import { openDoors } from "../http/doors.ts";
import type { LimitOptions } from "../http/limits.ts";
import type { CheckAnswers } from "../http/run_endpoint.ts";
import { serve } from "../http/serve.ts";
import { webPages } from "../pages/pages.ts";
import type { SocketLimits } from "../realtime/limits.ts";
import { openRealtime } from "../realtime/realtime.ts";
import type { Core } from "./core.ts";

/** What tests set otherwise. */
export type DoorOptions = {
  /** Requests per address and user; `false` for load from one address. */
  limit?: LimitOptions | false;
  /** Limits of sockets that are other than usual. */
  sockets?: Partial<SocketLimits>;
  /** Connection limits that differ from the defaults. */
  doors?: Partial<DoorLimits>;
  /** Told of each answer that its endpoint does not document. */
  checkAnswers?: CheckAnswers;
};

/** A process's open doors. */
export type Doors = AsyncDisposable & { url: string };

/**
 * Opens HTTP and, where this process serves the apps, their endpoints, pages and sockets. Health and metrics are there in
 * any case, and nothing else.
 */
export async function openTheDoors(
  core: Core,
  of: { apps: readonly App[]; serving: boolean; stopping: AbortController },
  options: DoorOptions,
): Promise<Doors> {
  const { system } = core;
  const { config, metrics } = system;
  await using opened = new AsyncDisposableStack();
  const doors = opened.use(openDoors(metrics, options.doors));
  const realtime = of.serving
    ? opened.use(await openRealtime(system, { apps: of.apps, doors }, options.sockets))
    : undefined;
  if (realtime) metrics.gauge("open_sockets", "WebSockets open on this process.", realtime.count);
  const app = createApp({
    endpoints: of.serving
      ? [...of.apps.flatMap((app) => app.endpoints?.(system) ?? []), ...realtime?.endpoints ?? []]
      : [],
    routes: [...realtime?.routes ?? [], ...of.serving ? webPages(of.apps, config, system.cookies) : []],
    authenticate: system.authenticate,
    cookies: system.cookies,
    ready: core.ready,
    about: of.serving ? { title: "Inyeon", version: "1", sections: sectionsOf(of.apps) } : undefined,
    socketDocument: realtime?.document,
    metrics,
    idempotency: system.idempotency,
    media: of.serving ? system.media : undefined,
    limit: options.limit,
    checkAnswers: options.checkAnswers,
    stopping: system.stopping,
    ...reachedBy(config),
  });
  const server = serve(app, {
    host: config.host,
    port: config.port,
    doors,
    stopping: of.stopping,
    closeSockets: async () => await realtime?.closeSockets(),
  });
  opened.defer(() => server.stop());
  const running = opened.move();
  return { url: server.url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** What the documents say of each section. */
function sectionsOf(apps: readonly App[]): Record<string, string> {
  return Object.assign(
    { realtime: "What goes with the socket, which `/docs/socket` describes." },
    ...apps.map(({ sections }) => sections),
  );
}

/** What the configuration says of how the outside reaches this process. */
function reachedBy({ metricsToken, publicUrl, trustedProxies, corsOrigins, env }: Config) {
  return { metricsToken, publicUrl, proxies: trustedProxies, corsOrigins, https: env === "production" };
}
