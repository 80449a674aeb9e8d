/** What characters are to people: how many there are, whether they can be seen, which texts are the same. */

/**
 * How many characters (code points) a text has in its NFC form, in which a Hangul syllable is one on every keyboard.
 * Exact up to `max`; above it, any number above it.
 */
export function countCharacters(value: string, max: number): number {
  // no character is composed of more than four code units: a very long text need not be read
  if (value.length > 4 * max) return value.length;
  let count = 0;
  for (const _ of value.normalize("NFC")) count++;
  return count;
}

/** Blanks, fillers, marks that need a letter, direction and format controls, and what stands for an absent object. */
const visible =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Noncharacter_Code_Point}\u2800\ufffc\u{1d159}]/u;

/**
 * Whether a text shows anything.
 *
 * @example
 * ```ts
 * import { showsSomething } from "./characters.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(["가", "🙂", " \u3164\u200b", "\u0301"].map(showsSomething), [true, true, false, false]);
 * ```
 */
export function showsSomething(value: string): boolean {
  return visible.test(value);
}

const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text without the marks, embeddings, overrides and isolates that turn the direction of what stands after it. */
export function withoutDirections(value: string): string {
  return value.replace(directions, "");
}

/** Whether two texts are the same to a reader: however their characters are composed, and whatever blanks surround them. */
export function isSameText(a: string, b: string): boolean {
  return a.normalize("NFC").trim() === b.normalize("NFC").trim();
}
