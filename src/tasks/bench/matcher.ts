import { parseArgs } from "node:util";
import { benchChoosing } from "./matcher/choosing.ts";
import { benchOffering } from "./matcher/offering.ts";

/** How much `benchMatcher` does. */
export type MatcherOptions = {
  /** Sizes of pools. */
  sizes: readonly number[];
  /** Who wait when the server starts, and as many who come later. */
  people: number;
  seed: number;
};

/** Choosing partners in memory beside a pool that looks at one after the other; then offers in the log, end to end. */
async function benchMatcher(options: Partial<MatcherOptions> = {}): Promise<void> {
  const { sizes = [1_000, 10_000, 100_000], people = 20_000, seed = 7 } = options;
  benchChoosing(sizes, seed);
  if (people > 0) await benchOffering(people, seed);
}

/** Reads the options of the command line and runs. */
export async function benchMatcherAsAsked(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { sizes: text, people: text, seed: text } });
  const given = (value: string | undefined) => value === undefined ? undefined : Number(value);
  await benchMatcher({
    sizes: values.sizes?.split(",").filter(Boolean).map(Number),
    people: given(values.people),
    seed: given(values.seed),
  });
}

if (import.meta.main) await benchMatcherAsAsked(Deno.args);
