import passwords from "@zxcvbn-ts/language-common/src/passwords.json" with { type: "json" };

/** The list holds small letters only. */
const folded = (password: string) => password.normalize("NFKC").trim().toLowerCase();

let common: ReadonlySet<string> | undefined;

/**
 * Whether a password is among the 49,233 that people choose most, by the list of zxcvbn-ts. Case, width and blanks
 * around do not make it another.
 *
 * @example
 * ```ts
 * import { isCommonPassword } from "./common_passwords.ts";
 * import { assert } from "@std/assert";
 * assert(isCommonPassword("Ｐａｓｓｗｏｒｄ1"));
 * assert(!isCommonPassword("correct horse"));
 * ```
 */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(passwords);
  return common.has(folded(password));
}
