import { z } from "zod";

const shown = z.looseObject({
  schema: z.unknown().optional(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.looseObject({ $ref: z.string().optional(), value: z.unknown().optional() }))
    .optional(),
});
const content = z.record(z.string(), shown).default({});
const operation = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().default(""),
  security: z.array(z.unknown()),
  parameters: z.array(z.looseObject({
    name: z.string().optional(),
    in: z.string().optional(),
    required: z.boolean().default(false),
    schema: z.unknown().optional(),
    example: z.unknown().optional(),
  })),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content })),
});

/** The part of the OpenAPI document that the pages show. */
export const restDocument = z.looseObject({
  info: z.looseObject({ title: z.string(), description: z.string().default("") }),
  tags: z.array(z.looseObject({ name: z.string(), description: z.string().default("") })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    examples: z.record(z.string(), z.looseObject({ value: z.unknown() })),
  }),
});

export type RestDocument = z.output<typeof restDocument>;
/** An operation with its method and path. */
export type Operation = z.output<typeof operation> & { method: string; path: string };

/** Every operation, in the document's order. */
export function operationsOf({ paths }: RestDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation }))
  );
}
