/**
 * The seed of a test that draws at random, printed so that a failure can be played again: `SEED=41 deno task test …`.
 *
 * @param fixed for a test that asks chance for a number ("more than 20 matches"): it draws the same each time
 */
export function printedSeed(fixed?: number): number {
  const named = Deno.env.get("SEED");
  const seed = named === undefined ? fixed ?? crypto.getRandomValues(new Uint32Array(1))[0] : Number(named);
  console.log(`SEED=${seed}`);
  return seed;
}
