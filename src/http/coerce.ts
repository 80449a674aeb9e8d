import { z } from "zod";

type Schema = z.core.$ZodType;

/**
 * Turns strings into what a schema wants, where they say it clearly: `"12"` for a number, `"true"` for a boolean,
 * `"[20,30]"` or a repeated field for an array. Whatever does not is left as it is, for the schema to refuse.
 * Paths, queries and forms carry strings only; JSON bodies do not come here.
 */
export function coerce(schema: Schema, value: unknown): unknown {
  if (schema instanceof z.ZodObject) return coerceObject(schema, value);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const inner = coerce(schema.def.innerType, value);
    // A form sends an empty field for what was left out; only text can mean the empty string.
    return value === "" && inner === "" && !takesText(schema) ? undefined : inner;
  }
  if (schema instanceof z.ZodNullable) {
    if ((value === "null" || value === "") && !takesText(schema)) return null;
    return coerce(schema.def.innerType, value);
  }
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodCatch) return coerce(schema.def.innerType, value);
  if (schema instanceof z.ZodPipe) return coerce(schema.def.in, value);
  if (schema instanceof z.ZodUnion) return coerceUnion(schema, value);
  if (schema instanceof z.ZodArray) {
    const items = list(value);
    return Array.isArray(items) ? items.map((item) => coerce(schema.def.element, item)) : items;
  }
  if (schema instanceof z.ZodTuple) {
    const items = list(value);
    if (!Array.isArray(items)) return items;
    return items.map((item, i) => schema.def.items[i] ? coerce(schema.def.items[i], item) : item);
  }
  if (typeof value !== "string") return value;
  if (schema instanceof z.ZodNumber) return /^-?\d{1,400}(\.\d{1,400})?$/.test(value) ? Number(value) : value;
  if (schema instanceof z.ZodBoolean) return booleans.get(value) ?? value;
  if (schema instanceof z.ZodLiteral) {
    return [...schema.values].find((literal) => String(literal) === value) ?? value;
  }
  if (schema instanceof z.ZodRecord) return json(value) ?? value;
  return value;
}

const booleans = new Map([["true", true], ["1", true], ["on", true], ["false", false], ["0", false], ["off", false]]);

function coerceObject(schema: z.ZodObject, value: unknown): unknown {
  const fields = typeof value === "string" ? json(value) ?? value : value;
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return fields;
  const given = new Map(Object.entries(fields));
  return Object.fromEntries(
    Object.entries(schema.shape).filter(([name]) => given.has(name))
      .map(([name, field]) => [name, coerce(field, given.get(name))]),
  );
}

function coerceUnion(schema: z.ZodUnion, value: unknown): unknown {
  for (const option of schema.options) {
    const attempt = coerce(option, value);
    if (z.safeParse(option, attempt).success) return attempt;
  }
  return value;
}

/** A JSON array as an array, one value as an array of it. */
function list(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parsed = json(value);
  return Array.isArray(parsed) ? parsed : [value];
}

function json(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function takesText(schema: Schema): boolean {
  if (
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) return takesText(schema.def.innerType);
  return schema instanceof z.ZodString;
}
