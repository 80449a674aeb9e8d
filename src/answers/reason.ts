/**
 * Why something was not done: HTTP status, and a sentence in Korean and English. `{name}` stands for a detail; `example`
 * gives each detail a value for the documents.
 */
export type Reason = { status: number; ko: string; en: string; example?: Details };

/** Values for the `{names}` in a sentence. Never a secret, never personal data. */
export type Details = Record<string, string | number>;
