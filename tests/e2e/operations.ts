import { z } from "zod";
import type { Door } from "../support/client.ts";
import { fitting, type Schema, schemaShape } from "./bad_values.ts";

/** What stands in patterns (regular expressions) and in no sentence to people. */
export const patternIn = /\\[dwspux]|\[\^?\S-\S|\(\?[:!=<]|\{\d|[$^]/;

const operationShape = z.looseObject({
  security: z.array(z.unknown()),
  parameters: z.array(z.object({
    $ref: z.string().optional(),
    name: z.string().default(""),
    in: z.enum(["path", "query", "header"]).optional(),
    schema: schemaShape.default({}),
  })),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: schemaShape })) }).optional(),
});
const documentShape = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationShape)) });

/** One operation of the OpenAPI document, as far as tests send requests by it. */
export type Operation = {
  method: string;
  path: string;
  isOpen: boolean;
  params: { name: string; in: string; schema: Schema }[];
  json?: Schema;
  form?: Schema;
  takesKey: boolean;
};

/** Every operation that a server documents. */
export async function operationsOf(server: Door): Promise<Operation[]> {
  const document = await (await fetch(`${server.url}/openapi.json`)).json();
  const { paths } = documentShape.parse(document);
  const whole = (schema: Schema | undefined) => schema && schemaShape.parse(inlined(schema, document));
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security, parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      isOpen: security.length === 0,
      params: parameters.flatMap((of) => of.in ? [{ name: of.name, in: of.in, schema: of.schema }] : []),
      json: whole(requestBody?.content["application/json"]?.schema),
      form: whole(requestBody?.content["multipart/form-data"]?.schema),
      takesKey: parameters.some(({ $ref }) => $ref?.endsWith("/IdempotencyKey")),
    }))
  );
}

/** The path of an operation with its names filled in. */
export const filled = ({ path, params }: Operation) =>
  path.replace(
    /\{(\w+)\}/g,
    (_, name) => encodeURIComponent(String(fitting(params.find((param) => param.name === name)?.schema ?? {}))),
  );

/** A part of a document with what it refers to in its place. */
export function inlined(part: unknown, document: unknown): unknown {
  if (Array.isArray(part)) return part.map((one) => inlined(one, document));
  if (typeof part !== "object" || part === null) return part;
  if ("$ref" in part && typeof part.$ref === "string") return inlined(at(document, part.$ref), document);
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, inlined(inner, document)]));
}

function at(document: unknown, pointer: string): unknown {
  return pointer.split("/").slice(1).reduce<unknown>(
    (part, name) => z.record(z.string(), z.unknown()).parse(part)[name],
    document,
  );
}
