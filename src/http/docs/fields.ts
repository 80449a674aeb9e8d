import { html } from "hono/html";
import { z } from "zod";
import { inline, type Piece, table } from "./layout.ts";

const keywords = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
});
type Keywords = z.output<typeof keywords>;
/** The named schemas of a document. */
export type Schemas = Record<string, unknown>;

type Row = { path: string; kind: string; required: boolean; note: string };

/** The fields of a schema as a table; empty if it has none. */
export function fieldTable(schema: unknown, schemas: Schemas, caption: string): Piece {
  const rows = [...rowsOf(schema, schemas, "")];
  if (rows.length === 0) return html``;
  return table(caption, ["Field", "Value", "Note"], rows.map(fieldRow));
}

/** One row of a table of fields. */
export function fieldRow({ path, kind, required, note }: Row): Piece {
  return html`
    <tr>
      <th scope="row"><code>${path}</code></th>
      <td>${kind}${required ? "" : html`
        <span class="soft">optional</span>
      `}</td>
      <td>${inline(note)}</td>
    </tr>
  `;
}

function* rowsOf(schema: unknown, schemas: Schemas, path: string): Generator<Row> {
  const { properties = {}, required = [], items } = resolve(schema, schemas);
  if (items !== undefined) yield* rowsOf(items, schemas, `${path}[]`);
  for (const [name, property] of Object.entries(properties)) {
    const inner = path ? `${path}.${name}` : name;
    const found = resolve(property, schemas);
    yield { path: inner, required: required.includes(name), kind: kindOf(property, schemas), note: noteOf(found) };
    yield* rowsOf(found, schemas, inner);
  }
}

/** What a schema says of a value. Of several alternatives, the first that is not null. */
export function resolve(schema: unknown, schemas: Schemas): Keywords {
  const found = keywords.parse(schema ?? {});
  if (found.$ref) return resolve(schemas[found.$ref.slice(found.$ref.lastIndexOf("/") + 1)], schemas);
  const options = found.anyOf ?? found.oneOf;
  if (!options) return found;
  const first = options.find((option) => keywords.parse(option).type !== "null");
  return { ...resolve(first, schemas), ...(found.description ? { description: found.description } : {}) };
}

/** The kind of value that a schema takes, in words. */
export function kindOf(schema: unknown, schemas: Schemas): string {
  const found = keywords.parse(schema ?? {});
  const options = found.anyOf ?? found.oneOf;
  if (options) return [...new Set(options.map((option) => kindOf(option, schemas)))].join(" or ");
  const { type, format, enum: values, const: only, items } = resolve(found, schemas);
  if (only !== undefined) return JSON.stringify(only);
  if (values) return values.map((value) => JSON.stringify(value)).join(" or ");
  if (type === "array") return `list of ${kindOf(items, schemas)}`;
  const shown = format === "int64" ? undefined : format;
  return [type ?? "anything"].flat().join(" or ") + (shown ? ` (${shown})` : "");
}

const bounds: [string, (limit: string) => string][] = [
  ["minLength", (limit) => limit === "1" ? "not empty" : `at least ${limit} characters`],
  ["maxLength", (limit) => `at most ${limit} characters`],
  ["minimum", (limit) => `from ${limit}`],
  ["maximum", (limit) => `to ${limit}`],
  ["default", (limit) => `by default ${limit}`],
];

/** The note beside a value: its description, default and the like. */
export function noteOf(schema: Keywords): string {
  const limits = bounds.filter(([keyword]) => schema[keyword] !== undefined && schema[keyword] !== 0)
    .map(([keyword, say]) => say(String(schema[keyword]))).join(", ");
  if (!schema.description || !limits) return schema.description ?? limits;
  return `${schema.description} ${limits[0].toUpperCase()}${limits.slice(1)}.`;
}
