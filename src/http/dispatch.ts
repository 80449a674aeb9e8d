import { type Refusal, refuse } from "../answers/refusals.ts";
import type { Incoming, Route } from "./request.ts";

/** Stands for every path without a route. */
export const unknownPath = "(unknown)";

/** Routes by path without its trailing slash; paths in words before those with `{names}`, which would swallow them. */
export function byPath(routes: readonly Route[]): [string, Map<string, Route>][] {
  const paths = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const path = route.path.replace(/(.)\/$/, "$1");
    const methods = paths.get(path) ?? new Map<string, Route>();
    if (methods.has(route.method)) throw new Error(`${route.method} ${path} is there twice.`);
    paths.set(path, methods.set(route.method, route));
  }
  const rank = (path: string) => path.split("/").map((part) => part.includes("{") ? "~" : part).join("/");
  return [...paths].sort(([a], [b]) => rank(a) < rank(b) ? -1 : 1);
}

/** Answers by the route for the method, or says which methods the path takes. */
export function dispatch(
  methods: Map<string, Route>,
  incoming: Incoming,
  pattern: string,
): Response | Refusal | Promise<Response | Refusal> {
  if (pattern === unknownPath) return refuse("request.unknown_path", { path: shownPath(incoming.path) });
  const route = methods.get(incoming.method) ?? methods.get("*");
  if (route) return route.handle(incoming);
  const allowed = [...methods.keys(), ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"].sort().join(", ");
  if (incoming.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: allowed } });
  return refuse("request.method", { allowed });
}

/** As much of a path as a refusal repeats. */
function shownPath(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}

const knownMethods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The method as log lines show it: clients invent methods. */
export function knownMethod(method: string): string {
  return knownMethods.has(method) ? method : "other";
}

/** A request's labels in the metrics: its route's, or those of no route. Clients cannot make new ones. */
export function labelsOf(
  methods: Map<string, Route>,
  method: string,
  route: string,
): { method: string; route: string } {
  if (methods.has(method)) return { method, route };
  if (methods.has("*")) return { method: "any", route };
  return { method: "other", route: unknownPath };
}
