import { benchAppend } from "./bench/append.ts";
import { benchChatAsAsked } from "./bench/chat.ts";
import { benchGrowthAsAsked } from "./bench/growth.ts";
import { benchMatcherAsAsked } from "./bench/matcher.ts";
import { benchPeersAsAsked } from "./bench/peers.ts";
import { benchRebuild } from "./bench/rebuild.ts";
import { benchRecommendationsAsAsked } from "./bench/recommendations.ts";
import { benchSocketsAsAsked } from "./bench/sockets.ts";

/** `deno task bench [name…] [options]`: figures as ratios against a peer measured in the same run. */
const benches: Record<string, (options: string[]) => Promise<void>> = {
  append: () => benchAppend(),
  rebuild: () => benchRebuild(),
  peers: benchPeersAsAsked,
  growth: benchGrowthAsAsked,
  sockets: benchSocketsAsAsked,
  matcher: benchMatcherAsAsked,
  chat: benchChatAsAsked,
  recommendations: benchRecommendationsAsAsked,
};
/** Those that take minutes, not tens of minutes. */
const usual = ["append", "rebuild"];

const end = Deno.args.findIndex((arg) => arg.startsWith("--"));
const [asked, options] = end < 0 ? [Deno.args, []] : [Deno.args.slice(0, end), Deno.args.slice(end)];
const names = asked.length > 0 ? asked : usual;
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  Deno.exit(2);
}
for (const name of names) await benches[name](options);
