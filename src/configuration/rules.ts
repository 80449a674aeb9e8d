import type { z } from "zod";

/**
 * The apps' rules: what each app takes from the configuration. Each adds its own to this interface.
 */
// deno-lint-ignore no-empty-interface
export interface Rules {}

/** Variables by name. Each has a shape, a default, and `about` in its metadata: what it is for. */
export type Variables = Record<string, z.ZodType>;

/** What an app takes from the configuration. */
export type AppConfiguration = {
  variables: Variables;
  /** Names of those that are secrets: `NAME_FILE` may name a file, and no message shows the value. */
  secrets?: readonly string[];
  /** The app's part of `Rules`, from the variables' values. Throws a sentence where two do not fit together. */
  read(values: Record<string, unknown>): Partial<Rules>;
};

/** Defines what an app takes from the configuration. */
export function appConfiguration<const V extends Variables, R extends object>(of: {
  variables: V;
  secrets?: readonly (keyof V & string)[];
  read(values: { [N in keyof V]: z.output<V[N]> }): R;
}): { variables: V; secrets?: readonly string[]; read(values: Record<string, unknown>): R } {
  // the values were parsed by these very variables
  return { ...of, read: (values) => of.read(values as { [N in keyof V]: z.output<V[N]> }) };
}

/** Says in a variable's metadata what it is for: a line of the README's table. */
export function about<S extends z.ZodType>(description: string, schema: S): S {
  return schema.meta({ description }) as S;
}
