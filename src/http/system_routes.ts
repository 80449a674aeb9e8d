import { createHash, timingSafeEqual } from "node:crypto";
import { refuse } from "../answers/refusals.ts";
import type { Metrics } from "./metrics.ts";
import type { Incoming, Route } from "./request.ts";

/** Whether requests can be answered well, and what is missing where not. */
export type Readiness = { ready: boolean; [what: string]: unknown };

/**
 * Health, readiness and metrics for operators; never rate-limited. Metrics answer this machine and holders of the token,
 * and are 404 to everyone else.
 */
export function systemRoutes(
  { ready, metrics, metricsToken }: { ready: () => Promise<Readiness>; metrics: Metrics; metricsToken?: string },
): Route[] {
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
      async handle(incoming) {
        if (!incoming.isLocal && !hasToken(incoming, metricsToken)) {
          return refuse("request.unknown_path", { path: incoming.path });
        }
        return new Response(await metrics.registry.metrics(), {
          headers: { ...uncached, "content-type": metrics.registry.contentType },
        });
      },
    },
  ];
}

function hasToken({ raw }: Incoming, token: string | undefined): boolean {
  const given = /^Bearer +(\S+)$/i.exec(raw.headers.get("authorization") ?? "")?.[1];
  // digests have equal length, so the comparison takes the same time wherever they differ
  return token !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
