import { exampleOfRefusal, type RefusalCode, sentence } from "../answers/refusals.ts";
import type { Endpoint } from "./endpoint.ts";
import { jsonSchema, type Schema } from "./json_schema.ts";
import { operation, refusalsOf } from "./operation.ts";
import { describeProblem, problemSchema } from "./problem.ts";

/** What the document says of the whole. */
export type About = {
  title: string;
  version: string;
  description?: string;
  publicUrl?: string;
  /** What each section is about; an endpoint names its own in `app`. */
  sections?: Readonly<Record<string, string>>;
};

type Json = Record<string, unknown>;

const conventions = [
  "- Every path answers with and without its trailing slash. Fields and query parameters that are not listed are ignored.",
  "- Sentences are Korean, or English with `Accept-Language: en`.",
  "- Refusals are `application/problem+json`; a `code` never changes its meaning, and `errors` says what is wrong where.",
  "- With an `Idempotency-Key` a repeat of a POST gets the first answer again.",
  "- Pages of this very origin may use a session cookie instead of a token: `Inyeon-Session: cookie` at the login, `GET /api/auth/me` for the CSRF token, and that token in `X-CSRF-Token` for whatever is more than a read. Beside an `Authorization` header cookies are ignored.",
  "- Times are RFC 3339 in UTC. A list has a `limit`, and is newest first where it does not say otherwise.",
].join("\n");

/** The OpenAPI 3.1 document of the endpoints, made from the schemas that validate them. */
export function openApi(
  endpoints: readonly Endpoint[],
  { description, publicUrl = "/", sections = {}, ...about }: About,
): Json {
  const schemas: Record<string, Schema> = { Problem: jsonSchema(problemSchema, "output", {}) };
  const paths: Record<string, Json> = {};
  const codes = new Set<RefusalCode>();
  for (const endpoint of endpoints) {
    for (const code of refusalsOf(endpoint)) codes.add(code);
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint, schemas) };
  }
  codes.delete("request.invalid"); // each operation has its own example
  return {
    openapi: "3.1.0",
    info: {
      ...about,
      description: [description, conventions].filter(Boolean).join("\n\n"),
      contact: { name: "Whoever runs this server" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl, description: "The server that this document comes from." }],
    tags: [...new Set(endpoints.map(({ app }) => app))].map((name) => ({ name, description: sections[name] ?? name })),
    paths,
    components: {
      securitySchemes: { bearer, cookie, csrf },
      parameters: { AcceptLanguage: acceptLanguage, IdempotencyKey: idempotencyKey, InyeonSession: inyeonSession },
      headers: { CsrfToken: csrfToken },
      examples: Object.fromEntries([...codes].sort().map((code) => [code, example(code)])),
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => a < b ? -1 : 1)),
    },
  };
}

const bearer = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "JWT",
  description: "The `access` token of a login. It is good for 15 minutes; `POST /api/auth/refresh` gives the next.",
};
const cookie = {
  type: "apiKey",
  in: "cookie",
  name: "inyeon_session",
  description:
    "The session of our own web pages, opened by a login with `Inyeon-Session: cookie`. HttpOnly; in production its name is `__Host-inyeon_session`. It is good for 30 days after its last use, and for pages of this origin alone.",
};
const csrf = {
  type: "apiKey",
  in: "header",
  name: "X-CSRF-Token",
  description:
    "Goes with the cookie wherever a request is more than a read: the token that `GET /api/auth/me` and the login answer in the header of the same name. A form may send it as its field `csrf_token`. Sign-up and login by cookie take the token of a visitor.",
};
const csrfToken = {
  description: "The CSRF token for what this page sends next; absent beside an `Authorization` header.",
  schema: { type: "string" },
};
const inyeonSession = {
  name: "Inyeon-Session",
  in: "header",
  description: "`cookie`: answer 204 with the session cookie, and no tokens. Takes a CSRF token.",
  schema: { type: "string", enum: ["cookie"] },
};
const acceptLanguage = {
  name: "Accept-Language",
  in: "header",
  description: "`ko` (default) or `en`.",
  schema: { type: "string" },
};
const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "A repeat with the same key gets the first answer for 24 hours, a refusal too.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
};

function example(code: RefusalCode): Json {
  const refusal = exampleOfRefusal(code);
  return { summary: sentence(refusal, "en"), value: describeProblem(refusal, "en") };
}
