import { z } from "zod";
import { id } from "../../events/fields.ts";
import { countCharacters, showsSomething, withoutDirections } from "./characters.ts";

/** A user, match, call or ledger id in a path or a query: 1 to 2^53 - 1. */
export const idParam = id;

/** The same written as text: a call's id as the seeds have it. */
export const idText = shaped(/^[1-9]\d{0,15}$/, { ko: "숫자로 된 아이디여야 합니다.", en: "must be an id, in digits." })
  .transform(Number).pipe(idParam);

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

type Length = { min: number; max: number };
/** A refusal's own sentence. */
type Sentence = { ko: string; en: string };

/**
 * Text that a person writes, on as many lines as they like, kept as it was typed but for the line breaks of Windows,
 * which become `\n`. It must show something; where `min` is 0 it may also say nothing, and blanks do. `min` and `max`
 * count characters (code points) of the NFC form. Control characters and broken surrogates are refused: PostgreSQL cannot
 * store some of them and nobody can see the others.
 */
export function text(length: Length) {
  return checked(z.string(), length, { refused: forbidden, visible: true });
}

/** The same on one line: a place, a job. */
export function line(length: Length) {
  return checked(z.string(), length, { refused: forbiddenInLine, visible: true });
}

/** What others call a person: a line without blanks at its ends, and without what turns the direction of other text. */
export function name(length: Length) {
  const plain = z.string().overwrite((value) => withoutDirections(value).trim());
  return checked(plain, length, { refused: forbiddenInLine, visible: true });
}

/** What a person types to be compared with what is there: a password, the name of a login. Nobody is shown it. */
export function typed(length: Length) {
  return checked(z.string(), length, { refused: forbidden, visible: false });
}

/** What a program made and no person reads: a token, a client's own id. */
export function opaque(length: Length) {
  return checked(z.string(), length, { refused: forbiddenInLine, visible: false });
}

/** Text of one shape, without which nothing else is asked of it; `sentence` says to people which: they never see a pattern. */
export function shaped(pattern: RegExp, sentence: Sentence) {
  return z.string().refine((value) => pattern.test(value), { params: sentence, abort: true })
    .meta({ pattern: pattern.source });
}

function checked(base: z.ZodString, { min, max }: Length, { refused, visible }: { refused: RegExp; visible: boolean }) {
  const written = base.overwrite((value) => {
    // blanks alone say nothing, where nothing may be said
    return min === 0 && value.trim() === "" ? "" : value.replaceAll("\r\n", "\n");
  });
  return written.superRefine((value, context) => {
    const input = value;
    if (!value.isWellFormed() || refused.test(value)) {
      context.addIssue({ code: "custom", params: controlCharacters, input });
    }
    const size = countCharacters(value, max);
    const origin = "string";
    if (size < min) context.addIssue({ code: "too_small", origin, minimum: min, inclusive: true, input });
    else if (visible && size > 0 && !showsSomething(value)) {
      context.addIssue({ code: "custom", params: nothingToSee, input });
    }
    if (size > max) context.addIssue({ code: "too_big", origin, maximum: max, inclusive: true, input });
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
const nothingToSee = {
  ko: "눈에 보이는 글자가 있어야 합니다.",
  en: "must show something: all of its characters are invisible.",
};
