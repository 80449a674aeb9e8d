import { z } from "zod";

type Json = { [name: string]: unknown };

/** Whether a value may hold text in any words: not a date, not an id, not one of a list. */
function takesText(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return schema === true;
  const { type, properties, items, prefixItems, anyOf, oneOf, allOf, additionalProperties, ...more } = schema as Json;
  if ("format" in more || "pattern" in more || "enum" in more || "const" in more) return false;
  if ([type].flat().includes("string")) return true;
  const inner = [
    properties && Object.values(properties),
    items,
    prefixItems,
    anyOf,
    oneOf,
    allOf,
    additionalProperties,
  ];
  return type === undefined && !anyOf && !oneOf && !allOf || inner.flat().some(takesText);
}

/** The fields of an event that may hold text in any words, themselves or somewhere in them. */
export function textsOf(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { unrepresentable: "any", io: "output" });
  return Object.entries(properties).filter(([, of]) => takesText(of)).map(([field]) => field);
}
