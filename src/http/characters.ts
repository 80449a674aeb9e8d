/** Text as people see it: its length, whether it is visible, which texts look the same. */

/** Far above what scripts put on one letter (UAX 15 allows 30), and more than a name of before can have. */
const mostMarks = 200;

/** Whether a letter of a text carries more marks than any script knows. */
export function isPiled(value: string): boolean {
  return value.length > mostMarks && value.matchAll(/\p{M}+/gu).some(([marks]) => marks.length > mostMarks);
}

/**
 * A text in a normal form. Putting n marks of one letter in order takes n² steps, seconds for 40,000 of them, so a piled
 * text stays as it is.
 *
 * @example
 * ```ts
 * import { normalized } from "./characters.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(normalized("e\u0301", "NFC"), "é");
 * ```
 */
export function normalized(value: string, form: "NFC" | "NFD" | "NFKC"): string {
  return isPiled(value) ? value : value.normalize(form);
}

/**
 * The length of a text in code points of its NFC form, in which a Hangul syllable is one from any keyboard. Exact up to
 * `max`; longer texts return some number above `max`.
 */
export function countCharacters(value: string, max: number): number {
  // a character is composed of at most four code units, so a very long text need not be normalized
  if (value.length > 4 * max) return value.length;
  let count = 0;
  for (const _ of normalized(value, "NFC")) count++;
  return count;
}

/** Blanks, fillers, combining marks, direction and format controls, and the object replacement character. */
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

const blanks = /[\p{White_Space}\u2800]+/gu;
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\ufffc\u{1d159}]/gu;

/**
 * What can be seen of a text: nothing invisible, no blanks at its ends and one for each run of them.
 *
 * @example
 * ```ts
 * import { asShown } from "./characters.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(asShown("pay\u2800\u200b pal\ufff9\u2800"), "pay pal");
 * ```
 */
export function asShown(value: string): string {
  return value.replace(blanks, " ").replace(unseen, "").replace(/ +/g, " ").trim();
}

const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Removes the marks, embeddings, overrides and isolates that change the direction of the text after them. */
export function withoutDirections(value: string): string {
  return value.replace(directions, "");
}

/** Whether two texts read the same, ignoring how characters are composed and surrounding blanks. */
export function isSameText(a: string, b: string): boolean {
  return normalized(a, "NFC").trim() === normalized(b, "NFC").trim();
}
