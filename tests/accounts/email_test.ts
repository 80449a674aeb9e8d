import { assertEquals } from "@std/assert";
import { AccountErased, EmailChanged, EmailVerified, PasswordChanged } from "../../events/accounts.ts";
import { changeEmail } from "../../src/accounts/change_email.ts";
import { verificationBasis } from "../../src/accounts/mail_tokens.ts";
import { emailTag, writtenEmail } from "../../src/accounts/state.ts";
import { verifyEmail } from "../../src/accounts/verify_email.ts";
import { hashOf, person } from "../support/facts.ts";
import { given } from "../support/given.ts";

const email = "mina@mail.example";
const emailHash = hashOf(email);
const took = (userId: number, of = email, freed?: string) =>
  EmailChanged({ userId, email: of, emailHash: hashOf(of), freedHash: freed ? hashOf(freed) : null });
const asked = { email, emailHash, checkedHash: "argon2id" };

Deno.test("an address is claimed, and the one before is free again", () => {
  given(...person(1)).when(changeEmail, asked, { me: 1 }).then(took(1));
  given(...person(1)).when(changeEmail, asked, { me: 1 }).answers({ email, email_verified: false });
  const before = "old@mail.example";
  given(...person(1), took(1, before)).when(changeEmail, asked, { me: 1 }).then(took(1, email, before));
  given(...person(1), ...person(2), took(2), took(2, "new@mail.example", email)).when(changeEmail, asked, { me: 1 })
    .then(took(1));
});

Deno.test("what is somebody else's is not taken, until they are gone", () => {
  given(...person(1), ...person(2), took(2)).when(changeEmail, asked, { me: 1 }).refuses("account.email_taken");
  const erased = AccountErased({ userId: 2, usernameHash: hashOf("user2"), emailHash });
  given(...person(1), ...person(2), took(2), erased).when(changeEmail, asked, { me: 1 }).then(took(1));
});

Deno.test("the same address again changes nothing, verified or not", () => {
  given(...person(1), took(1)).when(changeEmail, asked, { me: 1 }).then();
  const verified = EmailVerified({ userId: 1, emailHash });
  given(...person(1), took(1), verified).when(changeEmail, asked, { me: 1 }).answers({ email, email_verified: true });
});

Deno.test("a password that changed since it was checked takes no address", () => {
  const changed = PasswordChanged({ userId: 1, passwordHash: "another", how: "changed" });
  given(...person(1), changed).when(changeEmail, asked, { me: 1 }).refuses("auth.password_wrong");
});

Deno.test("a token verifies the address it went to, and no other", () => {
  const token = { userId: 1, restsOn: verificationBasis(emailHash) };
  const verified = EmailVerified({ userId: 1, emailHash });
  given(...person(1), took(1)).when(verifyEmail, token, { me: 0 }).then(verified);
  given(...person(1), took(1), verified).when(verifyEmail, token, { me: 0 }).then();
  const moved = took(1, "new@mail.example", email);
  given(...person(1), took(1), moved).when(verifyEmail, token, { me: 0 }).refuses("auth.mail_token_invalid");
  given(...person(1)).when(verifyEmail, token, { me: 0 }).refuses("auth.mail_token_invalid");
  const erased = AccountErased({ userId: 1, usernameHash: hashOf("user1"), emailHash });
  given(...person(1), took(1), erased).when(verifyEmail, token, { me: 0 }).refuses("auth.mail_token_invalid");
});

Deno.test("an address is kept with its domain in small letters, and compared without case", () => {
  assertEquals(writtenEmail("Mina.Kim@Mail.EXAMPLE"), "Mina.Kim@mail.example");
  assertEquals(emailTag("Mina.Kim@Mail.EXAMPLE"), emailTag("mina.kim@mail.example"));
});
