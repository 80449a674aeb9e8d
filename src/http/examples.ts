import type { z } from "zod";
import { fieldExamples } from "./field_examples.ts";
import { type Schema, standaloneSchema } from "./json_schema.ts";

/** An example, and the fields without one. */
export type Example = { value: unknown; missing: string[] };

/** An example of a body or an answer, built field by field from what apps and this room define. */
export function exampleOf(schema: z.ZodType, io: "input" | "output"): Example {
  const missing: string[] = [];
  const { $defs, ...root } = standaloneSchema(schema, io);
  return { value: make(root, { name: "", path: "", parts: $defs, missing }), missing };
}

type Place = { name: string; path: string; parts: Record<string, Schema>; missing: string[] };

function make(schema: Schema, place: Place): unknown {
  const { $ref, examples, const: only, enum: values, anyOf, oneOf } = schema;
  if (typeof $ref === "string") return make(place.parts[$ref.replace("#/$defs/", "")], place);
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (only !== undefined) return only;
  const options = anyOf ?? oneOf;
  if (Array.isArray(options)) return make(options.find((option) => option.type !== "null"), place);
  const known = Object.hasOwn(fieldExamples, place.name) ? fieldExamples[place.name] : undefined;
  const type = typeOf(schema);
  if (known !== undefined && fits(known, schema)) return known;
  if (Array.isArray(values)) return values[0];
  if (type === "object") return makeObject(schema, place);
  if (type === "array") return makeArray(schema, place);
  if (type === "null") return null;
  if (schema.default !== undefined) return schema.default;
  const usual = formats[String(schema.format)];
  if (usual !== undefined) return usual;
  if (type === "boolean") return true;
  place.missing.push(place.path || "(the whole)");
  return undefined;
}

const formats: Record<string, string> = {
  "date-time": "2026-03-02T09:30:00.000Z",
  date: "2026-03-02",
  uuid: "8d2f0b1e-6a53-4c1e-9f7a-2f5f3f8f4b10",
};

function makeObject({ properties = {} }: Schema, place: Place): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      make(property, { ...place, name, path: place.path ? `${place.path}.${name}` : name }),
    ]),
  );
}

/** An array with one item, which takes the array's name. */
function makeArray({ items, prefixItems }: Schema, place: Place): unknown[] {
  if (Array.isArray(prefixItems)) return prefixItems.map((item) => make(item, place));
  const item = items as Schema;
  return "not" in item ? [] : [make(item, place)];
}

/** The non-null alternative of a nullable type. */
function typeOf({ type }: Schema): unknown {
  return Array.isArray(type) ? type.find((each) => each !== "null") : type;
}

/** Whether an example has the type that a schema takes. */
function fits(value: unknown, schema: Schema): boolean {
  const { enum: values, format, pattern } = schema;
  const type = typeOf(schema);
  if (Array.isArray(values)) return values.includes(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && !Array.isArray(value);
  if (format === "uuid" || typeof value !== type) return false;
  return typeof value !== "string" || typeof pattern !== "string" || new RegExp(pattern, "u").test(value);
}
