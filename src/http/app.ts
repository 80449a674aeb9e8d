import { Hono } from "hono";
import type { Context } from "hono";
import { isConnectionError } from "../database/connect.ts";
import { Unavailable } from "../log/log.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";
import { makeBodyRoom } from "./body_room.ts";
import { isByCookie } from "./browser.ts";
import { type Cors, createCors } from "./cors.ts";
import { byPath, dispatch, knownMethod, labelsOf, unknownPath } from "./dispatch.ts";
import { docsRoutes } from "./docs/docs.ts";
import type { Endpoint } from "./endpoint.ts";
import { secure } from "./headers.ts";
import { type Env, toIncoming } from "./incoming.ts";
import { addressKey, createLimiter, defaultLimit, type LimitOptions } from "./limits.ts";
import { errorProperties, logger } from "./logging.ts";
import { mediaRoute, type MediaStore } from "./media.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type About, openApi } from "./openapi.ts";
import { makePlaces, type PlaceLimits } from "./places.ts";
import { problem } from "./problem.ts";
import { type BodyLimits, defaultBodyLimits } from "./received.ts";
import type { Incoming, Route } from "./request.ts";
import { routerByPath } from "./router.ts";
import { type House, runEndpoint } from "./run_endpoint.ts";
import { type Readiness, systemRoutes } from "./system_routes.ts";

/** What the app is built from. */
export type AppOptions = {
  endpoints: readonly Endpoint[];
  /** Returns the person a token belongs to, or refuses it. */
  authenticate: House["authenticate"];
  /** Judges the session cookie of web pages. Absent: only tokens are taken. */
  cookies?: House["cookies"];
  ready: () => Promise<Readiness>;
  /** What the OpenAPI document says of the whole. Absent: no documents, and no `/docs`. */
  about?: About;
  /** The AsyncAPI document of the socket, where there is one. */
  socketDocument?: () => unknown;
  metrics?: Metrics;
  /** The token that shows metrics to other machines. Absent: only this machine sees them. */
  metricsToken?: string;
  idempotency?: House["idempotency"];
  /** Where images are stored. Absent: no `/media/…`. */
  media?: MediaStore;
  /** Public address of this installation; with it, image URLs are absolute. */
  publicUrl?: string;
  /** Paths with their own way to answer: pages, sockets, documents. */
  routes?: readonly Route[];
  /** Requests per address and per user; `false` switches the limits off. */
  limit?: LimitOptions | false;
  bodyLimits?: Partial<BodyLimits>;
  /** How many long-polls may wait at once, for each person and in all. */
  waits?: PlaceLimits;
  checkAnswers?: House["checkAnswers"];
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

/** The Hono app of the server. It never throws and never answers without a request id. */
export type App = Hono<Env>;

/** Builds the app in which the apps' endpoints live. `app.request(path, init)` calls it without a socket. */
export function createApp(options: AppOptions): App {
  const limit = options.limit ?? defaultLimit;
  const metrics = options.metrics ?? createMetrics();
  const addresses = createLimiter(limit);
  const cors = createCors(options.corsOrigins ?? []);

  /** Answers one request and does what every request gets: headers, metrics, a log line. */
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
    if (status !== 101) dress(response, pattern, incoming, { cors, https: options.https ?? false });
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

  async function refuseFlood(methods: Map<string, Route>, { method, meta }: Incoming): Promise<Refusal | undefined> {
    if (limit === false || methods.get(method)?.limited === false) return undefined;
    const seconds = await addresses.take(addressKey(meta.address));
    return seconds > 0 ? refuse("request.too_many", { seconds }) : undefined;
  }

  const app: App = new Hono<Env>({ strict: false, router: routerByPath() });
  for (const [path, methods] of byPath(routesOf(options, { limit, metrics }))) {
    app.all(path.replace(/\{(\w+)\}/g, ":$1"), (c) => answer(c, path, methods));
  }
  app.notFound((c) => answer(c, unknownPath, new Map()));
  return app;
}

/** Every way to answer: the system's own, documents, images, pages, and the apps' endpoints. */
function routesOf(options: AppOptions, { limit, metrics }: { limit: LimitOptions | false; metrics: Metrics }): Route[] {
  const { endpoints } = options;
  const house = houseOf(options, limit);
  return [
    ...systemRoutes({ ready: options.ready, metrics, metricsToken: options.metricsToken }),
    ...documentsOf(options),
    ...(options.media ? [mediaRoute(options.media)] : []),
    ...(options.routes ?? []),
    ...endpoints.map((endpoint): Route => ({
      method: endpoint.method,
      path: endpoint.path,
      handle: (incoming) => runEndpoint(endpoint, incoming, house),
    })),
  ];
}

function documentsOf({ endpoints, about, publicUrl, socketDocument }: AppOptions): Route[] {
  if (!about) return [];
  return docsRoutes({ rest: () => openApi(endpoints, { publicUrl, ...about }), socket: socketDocument });
}

function houseOf(options: AppOptions, limit: LimitOptions | false): House {
  const bodyLimits = { ...defaultBodyLimits, ...options.bodyLimits };
  return {
    authenticate: options.authenticate,
    cookies: options.cookies,
    idempotency: options.idempotency,
    users: createLimiter(limit),
    bodyLimits,
    bodies: makeBodyRoom(bodyLimits),
    waits: makePlaces(options.waits ?? defaultWaits),
    checkAnswers: options.checkAnswers,
  };
}

/** Sets the headers that every answer carries. */
function dress(
  { headers, status }: Response,
  pattern: string,
  { raw, meta, added }: Incoming,
  { cors, https }: { cors: Cors; https: boolean },
): void {
  for (const [name, value] of added) headers.append(name, value);
  headers.set("x-request-id", meta.requestId);
  secure(headers, { https });
  cors.mark(raw, headers, { byCookie: isByCookie(meta.browser) });
  if ((pattern.startsWith("/api") || status >= 400) && !headers.has("cache-control")) {
    headers.set("cache-control", "no-store");
  }
}

/** Answers after an exception: the database is away, or something broke and the request id says where to look. */
function excuse(error: unknown, { raw, meta }: Incoming): Refusal | Response {
  if (raw.signal.aborted) return new Response(null, { status: clientGone });
  const away = error instanceof Unavailable || isConnectionError(error);
  const log = logger("http");
  if (away) log.warn("database unavailable", { requestId: meta.requestId, reason: String(error) });
  else log.error("request failed", { requestId: meta.requestId, ...errorProperties(error) });
  return away ? refuse("server.busy", { seconds: 1 }) : refuse("server.error", { requestId: meta.requestId });
}

/** nginx's status for a client that went away; only the log shows it. */
const clientGone = 499;
