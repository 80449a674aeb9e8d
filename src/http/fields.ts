import { z } from "zod";
import { id, instant } from "../../events/fields.ts";
import { countCharacters, isPiled, showsSomething, withoutDirections } from "./characters.ts";

/** A user, match, call or ledger id in a path or a query: 1 to 2^53 - 1. */
export const idParam = id;

/** A point in time, as answers carry it: RFC 3339 in UTC. */
export { instant };

/** An id written as text, as the seeds write a call's. */
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

/** Which part of a list, newest first: `limit` items older than `before`. */
export const page = { before: idParam.optional(), limit: limit({ default: 20, max: 100 }) };

/** Ages that someone wants, both ends included. */
export const ageRange = z.tuple([integer({ min: 19, max: 99 }), integer({ min: 19, max: 99 })]).refine(
  ([min, max]) => min <= max,
  { params: { ko: "첫 나이가 둘째 나이보다 많으면 안 됩니다.", en: "must not have a first age above the second." } },
);

type Length = { min: number; max: number };
/** A refusal's own sentence. */
type Sentence = { ko: string; en: string };

/**
 * Text that a person writes, on any number of lines, kept as typed except that Windows line breaks become `\n`. It must be
 * visible; with `min` 0 it may also be empty or blank. `min` and `max` count code points of the NFC form. Control
 * characters and broken surrogates are refused: PostgreSQL cannot store some of them, and nobody sees the others.
 */
export function text(length: Length) {
  return checked(z.string(), length, { refused: forbidden, visible: true });
}

/** Text of one line: a place, a job. */
export function line(length: Length) {
  return checked(z.string(), length, { refused: forbiddenInLine, visible: true });
}

/** A person's name: one line, trimmed, without characters that change the direction of the text around it. */
export function name(length: Length) {
  const plain = z.string().overwrite((value) => withoutDirections(value).trim());
  return checked(plain, length, { refused: forbiddenInLine, visible: true });
}

/** Text that is only compared and never shown: a password, the username of a login. */
export function typed(length: Length) {
  return checked(z.string(), length, { refused: forbidden, visible: false });
}

/** Text made by a program and read by nobody: a token, a client's own id. */
export function opaque(length: Length) {
  return checked(z.string(), length, { refused: forbiddenInLine, visible: false });
}

/** Text of a given pattern, checked before anything else. `sentence` describes it: people never see the pattern. */
export function shaped(pattern: RegExp, sentence: Sentence) {
  return z.string().refine((value) => pattern.test(value), { params: sentence, abort: true })
    .meta({ pattern: pattern.source });
}

function checked(base: z.ZodString, { min, max }: Length, { refused, visible }: { refused: RegExp; visible: boolean }) {
  const written = base.overwrite((value) => {
    // where empty is allowed, blanks are empty
    return min === 0 && value.trim() === "" ? "" : value.replaceAll("\r\n", "\n");
  });
  return written.superRefine((value, context) => {
    const input = value;
    if (!value.isWellFormed() || refused.test(value)) {
      context.addIssue({ code: "custom", params: controlCharacters, input });
    }
    if (isPiled(value)) context.addIssue({ code: "custom", params: piled, input });
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
const piled = {
  ko: "한 글자에 부호가 200개보다 많이 붙어 있습니다. 줄여서 보내 주세요.",
  en: "has more than 200 marks on one letter: send fewer.",
};
const nothingToSee = {
  ko: "눈에 보이는 글자가 있어야 합니다.",
  en: "must show something: all of its characters are invisible.",
};
