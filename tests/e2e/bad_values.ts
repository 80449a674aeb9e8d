import { z } from "zod";

/** As much of JSON Schema as the OpenAPI document uses. */
export type Schema = {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  prefixItems?: readonly Schema[];
  items?: Schema | boolean;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
};

/** Reads a schema of the document. */
export const schemaShape: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(schemaShape).optional(),
    properties: z.record(z.string(), schemaShape).optional(),
    required: z.array(z.string()).optional(),
    prefixItems: z.array(schemaShape).optional(),
    items: z.union([z.boolean(), schemaShape]).optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
  })
);

/** A value that fits a schema as far as the document tells. */
export function fitting(schema: Schema): unknown {
  if (schema.anyOf) return fitting(schema.anyOf[0]);
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, fitting(schema.properties?.[name] ?? {})]),
      );
    case "array":
      if (schema.prefixItems) return schema.prefixItems.map(fitting);
      return Array.from(
        { length: schema.minItems ?? 0 },
        () => typeof schema.items === "object" ? fitting(schema.items) : 1,
      );
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, 20 <= (schema.maximum ?? 20) ? 20 : 1);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      if (schema.format === "date-time") return "2026-03-01T12:00:00.000Z";
      if (schema.pattern) return "7";
      return schema.format === "uuid" ? crypto.randomUUID() : "x".repeat(Math.max(8, schema.minLength ?? 0));
  }
}

/** Values of a kind, and texts, that no field of another kind takes. */
const kinds: Record<string, readonly unknown[]> = {
  string: ["", " ", "x", "1e3", "0x10", "NaN", "true", "null", "[]", "{}", "__proto__"],
  number: [0, -1, 1.5, 7, 2 ** 53, 2 ** 63, -(2 ** 63), 1e308, 1e-7],
  boolean: [true, false],
  null: [null],
  array: [[], [1], ["x"], [[]], [null], Array(1000).fill(0)],
  object: [{}, { x: 1 }, { length: 1 }, { toString: "x" }],
};

const unstorable = ["\0", "a\0b", "\ud800", "x\udfffx", "\u0007", "a\u0000".repeat(50)];

/** Whether a value is of a kind that a schema takes. */
function takes(schema: Schema, kind: string): boolean {
  if (schema.anyOf) return schema.anyOf.some((one) => takes(one, kind));
  const type = schema.type === "integer" ? "number" : schema.type;
  return type === undefined || type === kind;
}

/** Values that a schema surely does not take, in JSON. */
export function* misfitting(schema: Schema): Generator<unknown> {
  for (const [kind, values] of Object.entries(kinds)) if (!takes(schema, kind)) yield* values;
  for (const one of schema.anyOf ?? [schema]) yield* misfittingOfKind(one);
}

function* misfittingOfKind(schema: Schema): Generator<unknown> {
  switch (schema.type) {
    case "integer":
      yield* [1.5, 2 ** 53, 2 ** 63, 1e308, -(2 ** 53)];
      yield* beyond(schema);
      return;
    case "number":
      return yield* beyond(schema);
    case "array": {
      if (!schema.prefixItems) return yield* misfittingLists(schema);
      const good = schema.prefixItems.map(fitting);
      yield* [[], [...good, good[0]], good.slice(1), [...good].map(() => null), Array(10_000).fill(1)];
      for (const [n, item] of schema.prefixItems.entries()) {
        for (const bad of misfitting(item)) yield good.with(n, bad);
      }
      return;
    }
    case "string":
      if (schema.enum) return yield* ["", "another", String(schema.enum[0]).toUpperCase(), `${schema.enum[0]} `];
      yield* unstorable.map((text) => text.padEnd(schema.minLength ?? 0, "x"));
      if (schema.minLength) yield "x".repeat(schema.minLength - 1);
      if (schema.maxLength) yield* ["x".repeat(schema.maxLength + 1), "가".repeat(100_000)];
      if (schema.pattern) yield* ["0", "-1", "1.5", "1e3", "9".repeat(30), "7 ", "٧", "7\n", String(2 ** 53)];
      if (schema.format === "uuid") yield* ["7", "00000000-0000-0000-0000-00000000000", "' OR 1=1 --"];
  }
}

/** Lists of any length that hold what they may not, or too much or too little. */
function* misfittingLists({ items, minItems, maxItems }: Schema): Generator<unknown[]> {
  if (minItems) yield [];
  if (maxItems) yield Array(maxItems + 1).fill(typeof items === "object" ? fitting(items) : 1);
  if (typeof items === "object") { for (const bad of misfitting(items)) yield [bad]; }
}

function* beyond({ minimum, exclusiveMinimum, maximum }: Schema): Generator<number> {
  if (minimum !== undefined) yield minimum - 1;
  if (exclusiveMinimum !== undefined) yield* [exclusiveMinimum, exclusiveMinimum - 1];
  if (maximum !== undefined) yield* [maximum + 1, 1e308];
}

/** Texts in a query or a path that a schema surely does not take; an empty one counts as left out. */
export function* misfittingTexts(schema: Schema): Generator<string> {
  yield* ["\0", "a\0", "\ud800".toWellFormed() + "\0"];
  if (schema.type === "integer" || schema.type === "number") {
    yield* ["x", "1e3", "1.5", "0x10", "NaN", "Infinity", " 1", "1,2", "--1", "[]", "null", "9".repeat(400), "١"];
    for (const value of beyond(schema)) yield String(value);
    yield* [String(2 ** 53), "9223372036854775808", "-9223372036854775809"];
  }
  if (schema.format === "uuid") yield* ["x", "1", "-", "0".repeat(36), "x".repeat(10_000)];
}
