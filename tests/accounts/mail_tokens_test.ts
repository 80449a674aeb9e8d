import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { letter } from "../../src/accounts/letters.ts";
import { mailTokenLifetimeSec, openMailTokens, resetBasis, verificationBasis } from "../../src/accounts/mail_tokens.ts";
import { noon } from "../support/given.ts";

const tokens = openMailTokens(new Uint8Array(32).fill(1));
const claims = { userId: 7, restsOn: verificationBasis("the hash of an address") };
const after = (sec: number) => new Date(noon.getTime() + sec * 1000);

Deno.test("a token says whom it is for, until it expires", () => {
  for (const kind of ["reset", "verification"] as const) {
    const token = tokens.make(kind, claims, noon);
    const lifetime = mailTokenLifetimeSec[kind];
    assertEquals(tokens.verify(kind, token, after(lifetime - 1)), claims);
    assertEquals(tokens.verify(kind, token, after(lifetime)), undefined);
  }
  assertEquals(mailTokenLifetimeSec, { reset: 1800, verification: 259_200 });
});

Deno.test("a token of another kind, of another key or with anything changed is none", () => {
  const token = tokens.make("reset", claims, noon);
  assertEquals(tokens.verify("verification", token, noon), undefined);
  assertEquals(openMailTokens(new Uint8Array(32).fill(2)).verify("reset", token, noon), undefined);
  const parts = token.split(".");
  const swapped: [number, string][] = [[0, "verification"], [1, "8"], [2, "9999999999"], [3, "A".repeat(22)], [4, ""]];
  for (const [n, value] of swapped) {
    const forged = parts.with(n, value).join(".");
    for (const kind of ["reset", "verification"] as const) assertEquals(tokens.verify(kind, forged, noon), undefined);
  }
  for (let n = 0; n < token.length; n++) {
    const changed = token.slice(0, n) + (token[n] === "A" ? "B" : "A") + token.slice(n + 1);
    assertEquals(tokens.verify("reset", changed, noon), undefined, changed);
  }
  for (const nonsense of ["", "reset", `${token}.`, `${token}\n`, ".".repeat(4)]) {
    assertEquals(tokens.verify("reset", nonsense, noon), undefined);
  }
});

Deno.test("a reset rests on the password and the address", () => {
  const row = {
    ...{ user_id: 1, username_hash: "name", email_hash: "address", password_hash: "password" },
    skeletons_known: true,
  };
  assertEquals(resetBasis(row), resetBasis({ ...row, username_hash: "another" }));
  assertNotEquals(resetBasis(row), resetBasis({ ...row, password_hash: "another" }));
  assertNotEquals(resetBasis(row), resetBasis({ ...row, email_hash: "another" }));
});

Deno.test("a mail is in the reader's language, with a link where there is a page to link to", () => {
  const korean = letter("reset", { to: "a@b.example", token: "the.token", language: "ko" });
  assert(korean.subject.includes("비밀번호") && korean.text.includes("\n\nthe.token\n\n"), korean.text);
  assert(!korean.text.includes("://"), korean.text);
  const publicUrl = "https://inyeon.example";
  const english = letter("verification", { to: "a@b.example", token: "the.token", language: "en", publicUrl });
  assert(/^[\x20-\x7e\n]+$/.test(english.subject + english.text), english.text);
  assert(english.text.includes("\nhttps://inyeon.example/email-verification#the.token\n"), english.text);
});
