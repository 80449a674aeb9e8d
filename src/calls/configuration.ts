import { z } from "zod";
import { amounts, list, whole } from "../configuration/config_values.ts";
import { about, appConfiguration } from "../configuration/rules.ts";

const pricesMessage = "must be a list like gender=10,age=5,radius=5, in whole gems";

/** `gender=10,age=5,radius=5`; what is not named costs what it costs by default. */
const gemPrices = z.string()
  .transform((text): Record<string, number> => ({ gender: 10, age: 5, radius: 5, ...amounts(text) }))
  .pipe(z.strictObject({ gender: gems(0), age: gems(0), radius: gems(0) }, pricesMessage));

function gems(min: number) {
  return z.int(pricesMessage).min(min, pricesMessage).max(1_000_000, pricesMessage);
}

/** What it takes from the configuration. */
export const callConfiguration = appConfiguration({
  variables: {
    SHOW_TIME_SEC: about("How long an offer is shown, in seconds", whole(1, 600).default(10)),
    REMATCH_COOLDOWN_SEC: about(
      "How long two people are not offered each other again, in seconds",
      whole(0, 31_536_000).default(3600),
    ),
    GEM_PRICES: about("What each condition of a search costs, in gems", gemPrices.prefault("")),
    TURN_URLS: about("TURN servers for calls", list("turn:host:3478 or turns:host:5349", /^turns?:\S+$/).prefault("")),
    TURN_SECRET: about("Their shared secret", z.string().optional()),
    STUN_URLS: about("STUN servers for calls", list("stun:host:3478", /^stuns?:\S+$/).prefault("")),
  },
  secrets: ["TURN_SECRET"],
  read: (v) => {
    if (v.TURN_URLS.length > 0 && !v.TURN_SECRET) throw new Error("TURN_URLS is set, so TURN_SECRET must be set.");
    return {
      showTimeSec: v.SHOW_TIME_SEC,
      rematchCooldownSec: v.REMATCH_COOLDOWN_SEC,
      /** What each of a person's own conditions costs, in gems. */
      gemPrices: v.GEM_PRICES,
      turnUrls: v.TURN_URLS,
      turnSecret: v.TURN_SECRET,
      stunUrls: v.STUN_URLS,
    };
  },
});

type CallRules = ReturnType<typeof callConfiguration.read>;

declare module "../configuration/rules.ts" {
  interface Rules extends CallRules {}
}
