import { z } from "zod";
import { STATUS_TEXT } from "@std/http";
import { exampleOfRefusal, type RefusalCode, sentence, statusOf } from "../answers/refusals.ts";
import { isRead } from "./by_cookie.ts";
import type { Endpoint } from "./endpoint.ts";
import { exampleOf } from "./examples.ts";
import { invalidExample } from "./invalid_example.ts";
import { jsonSchema, type Schema } from "./json_schema.ts";
import { describeProblem } from "./problem.ts";

type Json = Record<string, unknown>;

/** One operation of the OpenAPI document. Adds the named parts of its schemas to `schemas`. */
export function operation(endpoint: Endpoint, schemas: Record<string, Schema>): Json {
  const { app, summary, description, access } = endpoint;
  const body = requestBody(endpoint, schemas);
  return {
    operationId: endpoint.operation ?? unnamed(endpoint),
    tags: [app],
    summary,
    ...(description ? { description } : {}),
    security: access === "public" ? [] : [{ bearer: [] }, isRead(endpoint) ? { cookie: [] } : { cookie: [], csrf: [] }],
    parameters: [
      ...parameters(endpoint.params, "path", schemas),
      ...parameters(endpoint.query, "query", schemas),
      { $ref: "#/components/parameters/AcceptLanguage" },
      ...(endpoint.idempotent ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
      ...(endpoint.givesCookie ? [{ $ref: "#/components/parameters/InyeonSession" }] : []),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: responses(endpoint, schemas),
  };
}

/** What an operation outside every table of access is called. */
function unnamed({ method, path }: Endpoint): string {
  return `${method.toLowerCase()}${path.replace(/\W+/g, "_").replace(/_$/, "")}`;
}

function parameters(schema: z.ZodType | undefined, where: "path" | "query", schemas: Record<string, Schema>): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input", schemas);
  const { value } = exampleOf(schema, "input");
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
    // explorers would send an optional parameter that has an example
    ...(where === "path" ? { example: Reflect.get(Object(value), name) } : {}),
  }));
}

function requestBody(endpoint: Endpoint, schemas: Record<string, Schema>): Json | undefined {
  const { body, uploads, uploadsRequired } = endpoint;
  if (!body && !uploads) return undefined;
  const schema: Schema = body ? jsonSchema(body, "input", schemas) : { type: "object" };
  const example = body ? exampleOf(body, "input").value : {};
  const needed = (schema.required ?? []).length > 0 || uploadsRequired === true;
  const content: Json = { "application/json": { schema, example } };
  if (uploads) {
    const files = Object.fromEntries(uploads.map((name) => [name, { type: "string", format: "binary" }]));
    const form: Schema = {
      ...schema,
      properties: { ...schema.properties, ...files },
      required: [...(schema.required ?? []), ...(uploadsRequired ? uploads : [])],
    };
    const shown = Object.fromEntries(uploads.map((name) => [name, "(the bytes of the file)"]));
    content["multipart/form-data"] = { schema: form, example: { ...Object(example), ...shown } };
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
      ...(endpoint.tellsCsrfToken || endpoint.givesCookie && status === "204" ? { headers: toldToken } : {}),
      ...(schema instanceof z.ZodNull ? {} : {
        content: {
          [type]: {
            schema: jsonSchema(schema, "output", schemas),
            example: endpoint.examples?.[Number(status)] ?? exampleOf(schema, "output").value,
          },
        },
      }),
    };
  }
  for (const [status, codes] of Map.groupBy(refusalsOf(endpoint), statusOf)) {
    byStatus[status] = {
      description: codes.map((code) => `\`${code}\`: ${sentence(exampleOfRefusal(code), "en")}`).join("\n\n"),
      content: {
        "application/problem+json": {
          schema: { $ref: "#/components/schemas/Problem" },
          examples: Object.fromEntries(codes.map((code) => [code, refusalExample(code, endpoint)])),
        },
      },
    };
  }
  return byStatus;
}

const toldToken = { "X-CSRF-Token": { $ref: "#/components/headers/CsrfToken" } };

function refusalExample(code: RefusalCode, endpoint: Endpoint): Json {
  if (code !== "request.invalid") return { $ref: `#/components/examples/${code}` };
  const refusal = invalidExample(endpoint);
  return { summary: sentence(refusal, "en"), value: describeProblem(refusal, "en") };
}

/** Every refusal of an endpoint: its own, and those that follow from what it takes. */
export function refusalsOf(
  { method, acts, access, givesCookie, params, query, body, uploads, idempotent, refusals = [] }: Endpoint,
): RefusalCode[] {
  const isForPeople = access !== "public";
  const takesBody = body !== undefined || uploads !== undefined;
  const common: [boolean, RefusalCode[]][] = [
    [isForPeople, ["auth.required", "auth.token_invalid", "auth.session_ended", "auth.cookie_invalid"]],
    [(isForPeople || givesCookie === true) && !isRead({ method, acts }), ["auth.csrf_invalid", "auth.cookie_foreign"]],
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
