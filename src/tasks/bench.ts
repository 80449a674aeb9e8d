import { benchAppend } from "./bench/append.ts";
import { benchRebuild } from "./bench/rebuild.ts";

/** `deno task bench [name…]`: figures as ratios against a peer measured in the same run. */
const benches: Record<string, () => Promise<void>> = { append: benchAppend, rebuild: () => benchRebuild() };

const names = Deno.args.length > 0 ? Deno.args : Object.keys(benches);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  Deno.exit(2);
}
for (const name of names) await benches[name]();
