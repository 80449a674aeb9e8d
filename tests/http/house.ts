import "../../src/apps.ts";
import { z } from "zod";
import { type App, type AppOptions, createApp } from "../../src/http/app.ts";
import { type Endpoint, endpoint, ok } from "../../src/http/endpoint.ts";
import { limit, line, text } from "../../src/http/fields.ts";
import { mediaEndpoint } from "../../src/http/media.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { refuse } from "../../src/answers/refusals.ts";
import { checkAnswers } from "../support/check_answers.ts";

/** Endpoints of every kind, for tests of the house around them. */
export const samples: Endpoint[] = [
  endpoint({
    method: "POST",
    path: "/api/echo/",
    app: "test",
    summary: "Says back what it took",
    access: "public",
    idempotent: true,
    body: z.object({
      name: line({ min: 1, max: 10 }),
      age: z.int().min(0).max(99),
      kind: z.enum(["a", "b"]).optional(),
      range: z.tuple([z.int(), z.int()]).optional(),
      on: z.boolean().optional(),
      note: text({ min: 0, max: 5 }).nullable().optional(),
    }),
    uploads: ["image"],
    answers: { 201: z.looseObject({ name: z.string(), imageBytes: z.int() }) },
    handle: ({ body: { image, ...rest } }) => ok(201, { ...rest, imageBytes: image?.length ?? 0 }),
  }),
  endpoint({
    method: "GET",
    path: "/api/things/{id}/",
    app: "test",
    summary: "One thing",
    access: "user",
    params: z.object({ id: z.int().positive() }),
    query: z.object({
      limit: limit({ default: 20, max: 100 }),
      tag: z.array(z.string()).optional(),
      on: z.boolean().optional(),
    }),
    answers: { 200: z.object({ id: z.int(), limit: z.int(), me: z.int(), tag: z.array(z.string()) }) },
    refusals: ["call.unknown"],
    handle: ({ params, query, user }) =>
      params.id === 404
        ? refuse("call.unknown")
        : ok(200, { id: params.id, limit: query.limit, me: user.userId, tag: query.tag ?? [] }),
  }),
  endpoint({
    method: "GET",
    path: "/api/things/latest",
    app: "test",
    summary: "The latest thing",
    access: "public",
    answers: { 200: z.object({ latest: z.literal(true) }), 204: z.null() },
    handle: () => ok(200, { latest: true }),
  }),
  endpoint({
    method: "DELETE",
    path: "/api/things/{id}/",
    app: "test",
    summary: "Deletes a thing",
    access: "staff",
    params: z.object({ id: z.int().positive() }),
    answers: { 204: z.null() },
    handle: () => ok(204, null),
  }),
];

/** A sample that does what a test wants. */
export function doing(handle: (signal: AbortSignal) => Promise<{ n: number }>, path = "/api/do"): Endpoint {
  return endpoint({
    method: "POST",
    path,
    app: "test",
    summary: "Does what the test wants",
    access: "user",
    idempotent: true,
    body: z.object({ x: z.int().optional() }),
    answers: { 200: z.object({ n: z.int() }) },
    handle: async ({ signal }) => ok(200, await handle(signal)),
  });
}

/** An app of the samples: token `user-7` is user 7, `staff-1` is staff, anything else is not taken. */
export function testApp(options: Partial<AppOptions> = {}): App {
  return createApp({
    endpoints: options.media ? [...samples, mediaEndpoint(options.media, {})] : samples,
    authenticate(token) {
      const [kind, userId] = token.split("-");
      if (kind !== "user" && kind !== "staff") return Promise.resolve(refuse("auth.token_invalid"));
      return Promise.resolve({
        userId: Number(userId),
        sessionId: "s",
        isStaff: kind === "staff",
        expiresAt: new Date(8.64e15),
      });
    },
    ready: () => Promise.resolve({ ready: true }),
    about: { title: "Test", version: "1" },
    metrics: createMetrics({ process: false }),
    limit: false,
    checkAnswers,
    ...options,
  });
}

/** Whence a request comes, as the server says it to the app: from this machine. */
export const here = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 50_000 } as const };

/** A JSON request. */
export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** The header of a user's token. */
export const as = (token: string) => ({ authorization: `Bearer ${token}` });

/** Reads a refusal, checks that it is one, and returns its parts. */
export async function problemOf(response: Response): Promise<{
  status: number;
  code: string;
  detail: string;
  error: string;
  errors?: { path: string; message: string }[];
}> {
  const type = response.headers.get("content-type");
  const body = await response.json();
  if (!type?.startsWith("application/problem+json") || body.status !== response.status || body.error !== body.detail) {
    throw new Error(`No problem: ${response.status} ${type} ${JSON.stringify(body)}`);
  }
  return body;
}
