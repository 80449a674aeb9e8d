import type { AnyProjection } from "../../projections/projection.ts";
import { projections } from "../apps.ts";

/** The read models that a task was called with, or all of them. Exits with 2 if a name is unknown. */
export function namedReadModels(names: readonly string[]): readonly AnyProjection[] {
  const unknown = names.filter((name) => !projections.some((p) => p.name === name));
  if (unknown.length > 0) {
    console.error(
      `No read model is called ${unknown.join(", ")}. There are: ${projections.map((p) => p.name).join(", ")}.`,
    );
    Deno.exit(2);
  }
  return names.length === 0 ? projections : projections.filter((p) => names.includes(p.name));
}
