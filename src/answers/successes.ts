import { z } from "zod";

/** A sentence that says what was done, in Korean and English. */
type Sentence = { ko: string; en: string };

/** Words fixed by a seed, the same in every language. */
export const literal = (text: string): Sentence => ({ ko: text, en: text });

/** Everything that may be done, by its code. Each app adds its own table to this interface. */
// deno-lint-ignore no-empty-interface
export interface Successes {}

const sentences: Record<string, Sentence | undefined> = {};

/** Defines what is said when something was done: code → a sentence in Korean and English. */
export function defineSuccesses<const T extends Record<string, Sentence>>(table: T): T {
  for (const [code, sentence] of Object.entries(table)) {
    if (sentences[code]) throw new Error(`Two successes have the code ${code}.`);
    sentences[code] = sentence;
  }
  return table;
}

/** A code for something done. */
export type SuccessCode = keyof Successes & string;

/** Something done, before it is put into words. */
export type Success<C extends SuccessCode = SuccessCode> = { success: C };

/** Marks something as done. The sentence is chosen when the answer is written, in its reader's language. */
export function success<C extends SuccessCode>(code: C): Success<C> {
  return { success: code };
}

/** Every code. */
export function successCodes(): SuccessCode[] {
  return Object.keys(sentences) as SuccessCode[];
}

const anySuccess = z.object({ success: z.string() });
const codesOf = new WeakMap<object, readonly SuccessCode[]>();

/** The schema of an answer that only says what was done, with one of these codes. */
export function done<const C extends readonly [SuccessCode, ...SuccessCode[]]>(...codes: C) {
  const message = z.object({ success: z.enum(codes) });
  codesOf.set(message, codes);
  return z.object({ message }).meta({ id: "Done" });
}

/** The successes that a `message` schema allows; undefined for any other schema. */
export function successesOf(schema: object): readonly SuccessCode[] | undefined {
  return codesOf.get(schema);
}

/** The sentences of successes. */
export function sentencesOf(codes: readonly SuccessCode[], language: keyof Sentence): string[] {
  return codes.flatMap((code) => sentences[code]?.[language] ?? []);
}

/** The body of an answer for its reader: a success in `message` becomes a sentence. */
export function inWords(body: unknown, language: keyof Sentence): unknown {
  if (typeof body !== "object" || body === null || !("message" in body)) return body;
  const { data } = anySuccess.safeParse(body.message);
  const said = data && sentences[data.success];
  return said ? { ...body, message: said[language] } : body;
}
