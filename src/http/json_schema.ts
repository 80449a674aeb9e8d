import { z } from "zod";
import { successSchema } from "../successes.ts";

/** A JSON Schema, as far as it is looked into here. */
export type Schema = { properties?: Record<string, Schema>; required?: string[]; [keyword: string]: unknown };

const shape: z.ZodType<Schema> = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});

/**
 * A zod schema as JSON Schema (draft 2020-12) of what goes in or what comes out. Named parts (`.meta({ id })`) go into
 * `shared`, the document's `components/schemas`, and are referred to there.
 */
export function jsonSchema(schema: z.ZodType, io: "input" | "output", shared: Record<string, Schema>): Schema {
  const made = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    // An answer may gain fields: a client that refuses unknown ones would break.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === successSchema) becomeSentence(jsonSchema);
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const { $schema: _, $defs, ...rest } = shape.parse(relocate(JSON.parse(JSON.stringify(made))));
  for (const [name, part] of Object.entries(z.record(z.string(), shape).parse($defs ?? {}))) shared[name] ??= part;
  return rest;
}

/** A success is put into words where the answer is written. */
function becomeSentence(schema: object): void {
  for (const keyword of Object.keys(schema)) Reflect.deleteProperty(schema, keyword);
  Object.assign(schema, { type: "string", description: "What was done, in the language asked for." });
}

function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "$ref" && typeof inner === "string"
        ? inner.replace(/^#\/\$defs\//, "#/components/schemas/")
        : relocate(inner),
    ]),
  );
}
