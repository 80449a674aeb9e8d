import { z } from "zod";
import { id } from "../../events/fields.ts";

/** A user, match, call or ledger id in a path or a query: 1 to 2^53 - 1. */
export const idParam = id;

/** A whole number between two bounds, in a path, query or body. */
export function integer(bounds: { min: number; max: number }) {
  return z.int().min(bounds.min).max(bounds.max);
}

/** How many items a list answers at most: `limit` in a query. */
export function limit(bounds: { default: number; max: number }) {
  return integer({ min: 1, max: bounds.max }).default(bounds.default);
}

/** Ages that someone wants, both ends included. */
export const ageRange = z.tuple([integer({ min: 19, max: 99 }), integer({ min: 19, max: 99 })]).refine(
  ([min, max]) => min <= max,
  { params: { ko: "첫 나이가 둘째 나이보다 많으면 안 됩니다.", en: "must not have a first age above the second." } },
);

type Length = { min: number; max: number; trim?: boolean };

/**
 * Text of `min` to `max` characters (code points, as JSON Schema counts them). Takes line breaks and tabs, the line
 * breaks of Windows as `\n`, and refuses other control characters and broken surrogates: PostgreSQL cannot store some
 * of them and nobody can see the others.
 */
export function text(length: Length) {
  return checked(length, forbidden);
}

/** Text on one line: a name, a title. */
export function line(length: Length) {
  return checked(length, forbiddenInLine);
}

function checked({ min, max, trim }: Length, refused: RegExp) {
  const base = trim ? z.string().trim() : z.string();
  return base.overwrite((value) => value.replaceAll("\r\n", "\n")).superRefine((value, context) => {
    if (!value.isWellFormed() || refused.test(value)) {
      context.addIssue({ code: "custom", params: controlCharacters, input: value });
    }
    const size = countCharacters(value, max);
    const origin = "string";
    if (size < min) context.addIssue({ code: "too_small", origin, minimum: min, inclusive: true, input: value });
    if (size > max) context.addIssue({ code: "too_big", origin, maximum: max, inclusive: true, input: value });
  }).meta({ minLength: min, maxLength: max });
}

// deno-lint-ignore no-control-regex
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
// deno-lint-ignore no-control-regex
const forbiddenInLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const controlCharacters = {
  ko: "보이지 않는 제어 문자가 들어 있습니다. 빼고 보내 주세요.",
  en: "holds control characters that cannot be seen: leave them out.",
};

function countCharacters(value: string, max: number): number {
  // Code points are at least half the code units: a very long text need not be counted.
  if (value.length > 2 * max) return value.length;
  let count = 0;
  for (const _ of value) count++;
  return count;
}
