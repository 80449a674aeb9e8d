import { z } from "zod";
import { sentencesOf, successesOf } from "../answers/successes.ts";

/** A JSON Schema, as far as it is looked into here. */
export type Schema = { properties?: Record<string, Schema>; required?: string[]; [keyword: string]: unknown };

const shape: z.ZodType<Schema> = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});
const named = z.record(z.string(), shape);

/**
 * A zod schema as JSON Schema (draft 2020-12) of what goes in or what comes out. Named parts (`.meta({ id })`) go into
 * `shared`, the document's `components/schemas`, and are referred to there; one name is one schema.
 */
export function jsonSchema(schema: z.ZodType, io: "input" | "output", shared: Record<string, Schema>): Schema {
  const { $schema: _, $defs, ...rest } = shape.parse(relocate(convert(schema, io, { sentences: false })));
  for (const [name, part] of Object.entries(named.parse($defs ?? {}))) {
    const before = shared[name] ??= part;
    if (JSON.stringify(before) !== JSON.stringify(part)) throw new Error(`Two different schemas are named ${name}.`);
  }
  return rest;
}

/** The same on its own, with its named parts under `$defs` and an example for each sentence that says what was done. */
export function standaloneSchema(
  schema: z.ZodType,
  io: "input" | "output",
): Schema & { $defs: Record<string, Schema> } {
  const { $defs, ...rest } = shape.parse(convert(schema, io, { sentences: true }));
  return { ...rest, $defs: named.parse($defs ?? {}) };
}

function convert(schema: z.ZodType, io: "input" | "output", { sentences }: { sentences: boolean }): unknown {
  const made = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    override({ zodSchema, jsonSchema }) {
      const codes = successesOf(zodSchema);
      if (codes) become(jsonSchema, { ...doneText, ...(sentences ? { examples: sentencesOf(codes, "en") } : {}) });
      // An answer may gain fields: a client that refuses unknown ones would break.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.type === "integer") boundInteger(jsonSchema);
      // Generators for Kotlin and Swift know only `items`; `maxItems` says that there are no more.
      if (jsonSchema.prefixItems?.length) jsonSchema.items = jsonSchema.prefixItems[0];
    },
  });
  return JSON.parse(JSON.stringify(made));
}

const doneText = { type: "string", description: "What was done, in the language asked for." };

function become(schema: object, other: object): void {
  for (const keyword of Object.keys(schema)) Reflect.deleteProperty(schema, keyword);
  Object.assign(schema, other);
}

/** Marks integers that may exceed 2^31. The bound of 2^53 holds for any JSON number, so it is left out. */
function boundInteger(schema: { minimum?: number; maximum?: number; format?: string }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if ((schema.maximum ?? Infinity) >= 2 ** 31) schema.format = "int64";
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
