import { z } from "zod";
import { STATUS_TEXT } from "@std/http";
import { type RefusalCode, refuse, sentence, statusOf } from "../refusals.ts";
import type { Endpoint } from "./endpoint.ts";
import { jsonSchema, type Schema } from "./json_schema.ts";
import { describeProblem, problemSchema } from "./problem.ts";

/** What the document says of the whole. */
export type About = { title: string; version: string; description?: string };

type Json = Record<string, unknown>;

const conventions = [
  "Every path answers with and without its trailing slash. Fields and query parameters that are not listed are ignored.",
  "Refusals are `application/problem+json`; `code` never changes its meaning. Their sentences are Korean, or English",
  "with `Accept-Language: en`.",
].join(" ");

/** The OpenAPI 3.1 document of the endpoints, made from the schemas that validate them. */
export function openApi(endpoints: readonly Endpoint[], { description, ...about }: About): Json {
  const schemas: Record<string, Schema> = { Problem: jsonSchema(problemSchema, "output", {}) };
  const paths: Record<string, Json> = {};
  const codes = new Set<RefusalCode>();
  for (const endpoint of endpoints) {
    for (const code of refusalsOf(endpoint)) codes.add(code);
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: { ...about, description: [description, conventions].filter(Boolean).join("\n\n") },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    tags: [...new Set(endpoints.map(({ app }) => app))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      parameters: { AcceptLanguage: acceptLanguage, IdempotencyKey: idempotencyKey },
      examples: Object.fromEntries([...codes].sort().map((code) => [code, example(code)])),
      schemas,
    },
  };
}

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

function operation(endpoint: Endpoint, schemas: Record<string, Schema>): Json {
  const { method, path, app, summary, description, access } = endpoint;
  const body = requestBody(endpoint, schemas);
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+/g, "_").replace(/_$/, "")}`,
    tags: [app],
    summary,
    ...(description ? { description } : {}),
    security: access === "public" ? [] : [{ bearer: [] }],
    parameters: [
      ...parameters(endpoint.params, "path", schemas),
      ...parameters(endpoint.query, "query", schemas),
      { $ref: "#/components/parameters/AcceptLanguage" },
      ...(endpoint.idempotent ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: responses(endpoint, schemas),
  };
}

function parameters(schema: z.ZodType | undefined, where: "path" | "query", schemas: Record<string, Schema>): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input", schemas);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
  }));
}

function requestBody(endpoint: Endpoint, schemas: Record<string, Schema>): Json | undefined {
  const { body, uploads, uploadsRequired } = endpoint;
  if (!body && !uploads) return undefined;
  const schema: Schema = body ? jsonSchema(body, "input", schemas) : { type: "object" };
  const needed = (schema.required ?? []).length > 0 || uploadsRequired === true;
  const content: Json = { "application/json": { schema } };
  if (uploads) {
    const files = Object.fromEntries(uploads.map((name) => [name, { type: "string", format: "binary" }]));
    const form: Schema = {
      ...schema,
      properties: { ...schema.properties, ...files },
      required: [...(schema.required ?? []), ...(uploadsRequired ? uploads : [])],
    };
    content["multipart/form-data"] = { schema: form };
    if (uploadsRequired) delete content["application/json"];
  }
  return { required: needed, content };
}

function responses(endpoint: Endpoint, schemas: Record<string, Schema>): Json {
  const byStatus: Record<string, Json> = {};
  for (const [status, schema] of Object.entries(endpoint.answers)) {
    const type = endpoint.contentTypes?.[Number(status)] ?? "application/json";
    byStatus[status] = {
      description: STATUS_TEXT[Number(status)] ?? "Answer",
      ...(schema instanceof z.ZodNull
        ? {}
        : { content: { [type]: { schema: jsonSchema(schema, "output", schemas) } } }),
    };
  }
  for (const [status, codes] of Map.groupBy(refusalsOf(endpoint), statusOf)) {
    const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
    byStatus[status] = {
      description: codes.map((code) => `\`${code}\``).join(", "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, examples } },
    };
  }
  return byStatus;
}

/** What an endpoint may refuse: its own refusals, and those that come with what it takes. */
function refusalsOf({ access, params, query, body, uploads, idempotent, refusals = [] }: Endpoint): RefusalCode[] {
  const takesBody = body !== undefined || uploads !== undefined;
  const common: [boolean, RefusalCode[]][] = [
    [access !== "public", ["auth.required", "auth.token_invalid", "auth.session_ended"]],
    [access === "staff", ["auth.staff_only"]],
    [takesBody, [
      "request.unreadable",
      "request.timeout",
      "request.too_large",
      "request.media_type",
      "request.content_encoding",
    ]],
    [takesBody || params !== undefined || query !== undefined || idempotent === true, ["request.invalid"]],
    [idempotent === true, ["request.key_reused"]],
    [true, ["request.too_many", "server.busy"]],
  ];
  return [...new Set([...refusals, ...common.flatMap(([applies, codes]) => applies ? codes : [])])];
}

function example(code: RefusalCode): Json {
  const errors = code === "request.invalid"
    ? [{ path: "age", message: "is required: send a whole number." }]
    : undefined;
  const refusal = refuse(code, { seconds: 1 }, errors);
  return { summary: sentence(refusal, "en"), value: describeProblem(refusal, "en") };
}
