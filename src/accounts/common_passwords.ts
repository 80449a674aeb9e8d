import passwords from "@zxcvbn-ts/language-common/src/passwords.json" with { type: "json" };

/** The list is in lower case. */
const folded = (password: string) => password.normalize("NFKC").trim().toLowerCase();

let common: ReadonlySet<string> | undefined;

/**
 * Whether a password is one of the 49,233 most common ones (the list of zxcvbn-ts). Case, character width and
 * surrounding blanks are ignored.
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
