import { z } from "zod";
import type { Variables } from "./rules.ts";

/** The README's table of variables: name, default, what it is for. */
export function variablesTable(variables: Variables): string {
  const rows = Object.entries(variables).map(([name, schema]) =>
    `| \`${name}\` | ${defaultOf(schema)} | ${z.globalRegistry.get(schema)?.description ?? ""} |`
  );
  return ["| Variable | Default | |", "| --- | --- | --- |", ...rows].join("\n");
}

function defaultOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)) return "none";
  const value = String(schema.def.defaultValue);
  return value === "" ? "none" : `\`${value}\``;
}
