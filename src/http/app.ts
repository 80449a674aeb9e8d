import { Hono } from "hono";
import type { Context } from "hono";
import { acceptsLanguages } from "@std/http";
import { isConnectionError } from "../database/connect.ts";
import { Unavailable } from "../log/log.ts";
import { isRefusal, refuse } from "../refusals.ts";
import type { Refusal } from "../refusals.ts";
import { makeBodyRoom } from "./body_room.ts";
import { createCors } from "./cors.ts";
import { docsRoutes } from "./docs/docs.ts";
import type { Endpoint } from "./endpoint.ts";
import { secure } from "./headers.ts";
import { addressKey, createLimiter, defaultLimit, type LimitOptions } from "./limits.ts";
import { errorProperties, logger } from "./logging.ts";
import { mediaEndpoint, mediaRoute, type MediaStore } from "./media.ts";
import { isLocal } from "./local.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type About, openApi } from "./openapi.ts";
import { makePlaces, type PlaceLimits } from "./places.ts";
import { problem } from "./problem.ts";
import { type BodyLimits, defaultBodyLimits } from "./received.ts";
import type { Incoming, Language, Route } from "./request.ts";
import { routerByPath } from "./router.ts";
import { type House, runEndpoint } from "./run_endpoint.ts";
import { type Readiness, systemRoutes } from "./system_routes.ts";

/** What the app is made of. */
export type AppOptions = {
  endpoints: readonly Endpoint[];
  /** Whose token it is, or why it is not taken. */
  authenticate: House["authenticate"];
  ready: () => Promise<Readiness>;
  /** What the OpenAPI document says of the whole. */
  about: About;
  /** The AsyncAPI document of the socket, where there is one. */
  socketDocument?: () => unknown;
  metrics?: Metrics;
  /** With which metrics are shown to other machines. Absent: to none. */
  metricsToken?: string;
  idempotency?: House["idempotency"];
  /** Where images lie. Absent: no `POST /api/media`, no `/media/…`. */
  media?: MediaStore;
  /** Where this installation is reached: URLs of images are absolute then. */
  publicUrl?: string;
  /** Paths with their own way to answer: pages, sockets, documents. */
  routes?: readonly Route[];
  /** Requests per address and per user; `false` switches the limits off. */
  limit?: LimitOptions | false;
  bodyLimits?: Partial<BodyLimits>;
  /** Requests of one person, and of all, that may wait for something (long-polls) at once. */
  waits?: PlaceLimits;
  checkAnswers?: boolean;
  /** How many trusted proxies stand in front, each adding to X-Forwarded-For. */
  proxies?: number;
  /** Origins whose web pages may call: none, some, or `*`. */
  corsOrigins?: readonly string[];
  /** Whether browsers are told to come by HTTPS only. */
  https?: boolean;
  /** Aborts when the server stops; ends long-polls. */
  stopping?: AbortSignal;
};

const defaultWaits: PlaceLimits = { each: 20, inAll: 20_000 };

type Env = { Bindings: { remoteAddr?: Deno.NetAddr; peer?: string } };

/** The Hono app of the server. It never throws and never answers without a request id. */
export type App = Hono<Env>;

/** Builds the app in which the apps' endpoints live. `app.request(path, init)` calls it without a socket. */
export function createApp(options: AppOptions): App {
  const limit = options.limit ?? defaultLimit;
  const metrics = options.metrics ?? createMetrics();
  const addresses = createLimiter(limit);
  const cors = createCors(options.corsOrigins ?? []);
  const bodyLimits = { ...defaultBodyLimits, ...options.bodyLimits };
  const house: House = {
    authenticate: options.authenticate,
    idempotency: options.idempotency,
    users: createLimiter(limit),
    bodyLimits,
    bodies: makeBodyRoom(bodyLimits),
    waits: makePlaces(options.waits ?? defaultWaits),
    checkAnswers: options.checkAnswers ?? false,
  };
  const endpoints = [...options.endpoints, ...(options.media ? [mediaEndpoint(options.media, options)] : [])];
  const routes = [
    ...systemRoutes({ ready: options.ready, metrics, metricsToken: options.metricsToken }),
    ...docsRoutes({
      rest: () => openApi(endpoints, { publicUrl: options.publicUrl, ...options.about }),
      socket: options.socketDocument,
    }),
    ...(options.media ? [mediaRoute(options.media)] : []),
    ...(options.routes ?? []),
    ...endpoints.map((endpoint): Route => ({
      method: endpoint.method,
      path: endpoint.path,
      handle: (incoming) => runEndpoint(endpoint, incoming, house),
    })),
  ];

  /** Everything that happens around a route, for every request there is. */
  async function answer(c: Context<Env>, pattern: string, methods: Map<string, Route>): Promise<Response> {
    const started = performance.now();
    const incoming = toIncoming(c, options);
    const { meta } = incoming;
    let outcome: Response | Refusal;
    try {
      outcome = await (await refuseFlood(methods, incoming) ?? dispatch(methods, incoming, pattern));
    } catch (error) {
      outcome = excuse(error, incoming);
    }
    const response = isRefusal(outcome) ? problem(outcome, meta.language) : outcome;
    const { status } = response;
    if (status !== 101) dress(response, pattern, incoming);
    const ms = performance.now() - started;
    metrics.observeRequest({ ...labelsOf(methods, incoming.method, pattern), status, seconds: ms / 1000 });
    logger("http").info("request", {
      requestId: meta.requestId,
      method: knownMethod(incoming.method),
      route: pattern,
      status,
      ms: Math.round(ms * 10) / 10,
      ...(incoming.userId === undefined ? {} : { userId: incoming.userId }),
    });
    return response;
  }

  /** Sets what every answer carries, where it does not say otherwise itself. */
  function dress({ headers, status }: Response, pattern: string, { raw, meta }: Incoming): void {
    headers.set("x-request-id", meta.requestId);
    secure(headers, { https: options.https ?? false });
    cors.mark(raw, headers);
    if ((pattern.startsWith("/api") || status >= 400) && !headers.has("cache-control")) {
      headers.set("cache-control", "no-store");
    }
  }

  async function refuseFlood(methods: Map<string, Route>, { method, meta }: Incoming): Promise<Refusal | undefined> {
    if (limit === false || methods.get(method)?.limited === false) return undefined;
    const seconds = await addresses.take(addressKey(meta.address));
    return seconds > 0 ? refuse("request.too_many", { seconds }) : undefined;
  }

  const app: App = new Hono<Env>({ strict: false, router: routerByPath() });
  for (const [path, methods] of byPath(routes)) {
    app.all(path.replace(/\{(\w+)\}/g, ":$1"), (c) => answer(c, path, methods));
  }
  app.notFound((c) => answer(c, unknownPath, new Map()));
  return app;
}

const unknownPath = "(unknown)";

/** Routes by path without its trailing slash; paths in words before those with `{names}`, which would swallow them. */
function byPath(routes: readonly Route[]): [string, Map<string, Route>][] {
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

function dispatch(
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

function toIncoming(c: Context<Env>, { proxies = 0, stopping }: AppOptions): Incoming {
  const raw = c.req.raw;
  const requestId = safeToken(raw.headers.get("x-request-id")) ?? crypto.randomUUID();
  let signal: AbortSignal | undefined;
  return {
    raw,
    path: c.req.path,
    // HEAD is GET whose body Hono leaves out.
    method: raw.method === "HEAD" ? "GET" : raw.method,
    params: c.req.param(),
    isLocal: isLocal(c.env?.remoteAddr, raw.headers),
    meta: {
      requestId,
      looks: raw.method === "HEAD",
      correlationId: safeToken(raw.headers.get("x-correlation-id")) ?? requestId,
      language: languageOf(raw),
      address: addressOf(c, proxies),
      userAgent: (raw.headers.get("user-agent") ?? "").slice(0, 512),
    },
    peer: c.env?.peer ?? "local",
    get signal() {
      // Made on demand: few requests wait, and a combined signal costs more than most requests do.
      return signal ??= stopping ? AbortSignal.any([raw.signal, stopping]) : raw.signal;
    },
  };
}

function safeToken(value: string | null): string | undefined {
  return value !== null && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

function languageOf(request: Request): Language {
  return acceptsLanguages(request, "ko", "en") === "en" ? "en" : "ko";
}

function addressOf(c: Context<Env>, proxies: number): string {
  const forwarded = proxies > 0 ? c.req.header("x-forwarded-for")?.split(",").at(-proxies)?.trim() : undefined;
  return forwarded || (c.env?.remoteAddr?.hostname ?? "local");
}

/** What a client is told of something thrown: that the database is away, or nothing but where to look. */
function excuse(error: unknown, { raw, meta }: Incoming): Refusal | Response {
  if (raw.signal.aborted) return new Response(null, { status: clientGone });
  const away = error instanceof Unavailable || isConnectionError(error);
  const log = logger("http");
  if (away) log.warn("database unavailable", { requestId: meta.requestId, reason: String(error) });
  else log.error("request failed", { requestId: meta.requestId, ...errorProperties(error) });
  return away ? refuse("server.busy", { seconds: 1 }) : refuse("server.error", { requestId: meta.requestId });
}

/** nginx's number for a client that did not wait; nobody reads it but the log. */
const clientGone = 499;

const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Clients invent methods; a log line must not show them. */
function knownMethod(method: string): string {
  return methods.has(method) ? method : "other";
}

/** A request's labels: of a route that takes it, or of none. Whatever clients send, there are as many as routes. */
function labelsOf(methods: Map<string, Route>, method: string, route: string): { method: string; route: string } {
  if (methods.has(method)) return { method, route };
  if (methods.has("*")) return { method: "any", route };
  return { method: "other", route: unknownPath };
}
