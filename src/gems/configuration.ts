import { z } from "zod";
import { amounts } from "../configuration/config_values.ts";
import { about, appConfiguration } from "../configuration/rules.ts";

/** `product_id=gems,…`: what can be bought. */
const gemProducts = z.string().transform((text) => new Map(Object.entries(amounts(text)))).refine(
  (products) => [...products].every(([id, n]) => /^[\w.]+$/.test(id) && Number.isInteger(n) && n > 0 && n <= 1_000_000),
  "must be a list like gems_100=100,gems_550=550, in whole gems above 0",
);

/** What it takes from the configuration. */
export const gemConfiguration = appConfiguration({
  variables: {
    GEM_PRODUCTS: about(
      "What can be bought: product and gems",
      gemProducts.prefault("gems_100=100,gems_550=550,gems_1200=1200"),
    ),
  },
  read: (v) => ({
    /** Product id → gems. */
    gemProducts: v.GEM_PRODUCTS as ReadonlyMap<string, number>,
  }),
});

type GemRules = ReturnType<typeof gemConfiguration.read>;

declare module "../configuration/rules.ts" {
  interface Rules extends GemRules {}
}
