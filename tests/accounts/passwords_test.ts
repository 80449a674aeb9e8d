import { assert, assertEquals } from "@std/assert";
import { hash } from "@node-rs/argon2";
import { isCommonPassword } from "../../src/accounts/common_passwords.ts";
import { givenPassword, newPassword } from "../../src/accounts/password_fields.ts";
import { hashPassword, isPassword } from "../../src/accounts/passwords.ts";
import { describeIssues } from "../../src/http/issues.ts";

const hangul = "비밀번호는안녕하세요";
const [nfc, nfd] = [hangul.normalize("NFC"), hangul.normalize("NFD")];
/** As some keyboards type Vietnamese: neither the one nor the other form. */
const mixed = "vi\u00ea\u0323t nam oi";

Deno.test("a password typed in NFD and in NFC is the same, whichever was hashed", async () => {
  for (const hashed of [await hashPassword(nfd), await hash(nfc), await hash(nfd)]) {
    for (const typed of [nfc, nfd]) assert(await isPassword(typed, hashed), typed);
    assertEquals(await isPassword(`${nfc}!`, hashed), false);
    assertEquals(await isPassword("", hashed), false);
  }
});

Deno.test("a hash over what was typed in neither form holds", async () => {
  assert(mixed !== mixed.normalize("NFC") && mixed !== mixed.normalize("NFD"));
  assert(await isPassword(mixed, await hash(mixed)));
  assert(await isPassword(mixed.normalize("NFD"), await hashPassword(mixed)));
});

Deno.test("how many hashes are compared depends on what was typed alone", async () => {
  const hashes = {
    none: null,
    wrong: await hashPassword("another"),
    nfc: await hash(nfc),
    nfd: await hash(nfd),
    latin: await hash("correct horse"),
  };
  for (const [typed, expected] of [["correct horse", 1], [nfc, 2], [nfd, 2], [mixed, 3]] as const) {
    for (const [which, passwordHash] of Object.entries(hashes)) {
      let compared = 0;
      await isPassword(typed, passwordHash, (against, form) => {
        compared++;
        assert(against.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), against);
        return Promise.resolve(against === passwordHash && form === nfd);
      });
      assertEquals(compared, expected, `${typed} against ${which}`);
    }
  }
  assertEquals(await isPassword("x", null, () => Promise.resolve(true)), false);
});

function complaints(field: typeof newPassword, password: unknown): string[] {
  const { error } = field.safeParse(password, { reportInput: true });
  return error ? describeIssues(error.issues, "en").map(({ message }) => message) : [];
}

Deno.test("a new password has 8 to 200 characters of its NFC form, and is kept in it", () => {
  const syllables = "가나다라마바사".normalize("NFD");
  assertEquals(syllables.length, 14);
  assertEquals(complaints(newPassword, syllables).length, 1);
  assertEquals(complaints(newPassword, syllables + "아".normalize("NFD")), []);
  assertEquals(newPassword.parse(nfd), nfc);
  assertEquals(complaints(newPassword, "각".repeat(200).normalize("NFD")), []);
  assertEquals(complaints(newPassword, "각".repeat(201)).length, 1);
  assertEquals(complaints(newPassword, "🦊".repeat(8)), []);
  assertEquals(complaints(newPassword, "🦊".repeat(7)).length, 1);
  assertEquals(complaints(newPassword, "a password\0").length, 1);
  assertEquals(complaints(newPassword, "a password\ud800").length, 1);
  assertEquals(complaints(newPassword, "\u0315\u0327".repeat(400_000)).length, 1);
  assertEquals(complaints(newPassword, 12345678).length, 1);
});

Deno.test("a password that is only compared has no rules", () => {
  for (const typed of ["a", "password", nfd, "각".repeat(200).normalize("NFD")]) {
    assertEquals(givenPassword.parse(typed), typed);
  }
  for (const typed of ["", "\0", "x".repeat(1001)]) assert(!givenPassword.safeParse(typed).success);
});

Deno.test("the commonest passwords are refused with a sentence, in whatever case and width", () => {
  for (
    const common of ["password", "PassWord1", "12345678", "qwer1234", "1q2w3e4r", "ｑｗｅｒｔｙｕｉ", " iloveyou "]
  ) {
    assert(isCommonPassword(common), common);
    const [complaint, ...others] = complaints(newPassword, common);
    assertEquals(complaint, "is among the most common passwords and easily guessed: choose another.");
    assertEquals(others, []);
  }
  for (const fine of ["correct horse", "constructor", "__proto__", hangul]) assert(!isCommonPassword(fine), fine);
});
