import type { Metrics } from "./metrics.ts";
import type { Route } from "./request.ts";

/** Whether requests can be answered well, and what is missing where not. */
export type Readiness = { ready: boolean; [what: string]: unknown };

/** Health, readiness and metrics, for whoever runs the server; never limited. */
export function systemRoutes(ready: () => Promise<Readiness>, metrics: Metrics): Route[] {
  const uncached = { "cache-control": "no-store" };
  return [
    {
      method: "GET",
      path: "/healthz",
      limited: false,
      handle: () => Response.json({ status: "alive" }, { headers: uncached }),
    },
    {
      method: "GET",
      path: "/readyz",
      limited: false,
      async handle() {
        const state = await ready();
        return Response.json(state, {
          status: state.ready ? 200 : 503,
          headers: state.ready ? uncached : { ...uncached, "retry-after": "1" },
        });
      },
    },
    {
      method: "GET",
      path: "/metrics",
      limited: false,
      handle: async () =>
        new Response(await metrics.registry.metrics(), {
          headers: { ...uncached, "content-type": metrics.registry.contentType },
        }),
    },
  ];
}
