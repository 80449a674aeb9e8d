import { assertEquals, assertMatch } from "@std/assert";
import { emailTag, writtenEmail } from "../../src/accounts/state.ts";
import { emailAddress } from "../../src/http/email_address.ts";
import { codeOf, send } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { startMailServer, tokenIn } from "../support/mail_server.ts";
import { testServer } from "../support/server.ts";

const taken = (value: string) => emailAddress.safeParse(value).data;

Deno.test("addresses of every script are taken, without the blanks at their ends", () => {
  for (
    const address of ["mina@example.com", "민아@예시.한국", "mina@예시.kr", "o'mina+a.b_c@xn--vv4b11d.xn--3e0b707e"]
  ) {
    assertEquals([taken(address), taken(`\t ${address}\u3000\n`)], [address, address]);
    assertEquals(taken(address.normalize("NFD")), address);
  }
  const half = "가".repeat(70);
  assertEquals([taken(`${half}@예시.한국`), taken(`${half}${half}@예시.한국`)], [`${half}@예시.한국`, undefined]);
});

Deno.test("what is no address is not taken", () => {
  const bad = [
    ...["", "mina", "@example.com", "mina@", "mina@localhost", "mina@example.com.", ".mina@example.com", "a..b@x.com"],
    ...["mi na@example.com", "mina@exa mple.com", "a@b@example.com", "<mina@example.com>", "mina@[127.0.0.1]"],
    ...[
      "mina@127.0.0.1",
      "mina@예%시.한국",
      "mina@예시.한국/x",
      "mina@예시.한국:25",
      "mina\u202e@example.com",
      "mina@-.com",
    ],
    ...[
      "mina@example.com, juno@example.com",
      "mina@example.com\nBcc: juno@example.com",
      "\u200b@example.com",
      "mina＠x.com",
    ],
  ];
  assertEquals(bad.filter((address) => taken(address) !== undefined), []);
});

Deno.test("a domain is the same in both of its forms; what stood for an ASCII address still does", () => {
  const forms = [
    "민아@예시.한국",
    "민아@예시.한국".normalize("NFD"),
    "민아@XN--VV4B11D.xn--3e0b707e",
    "민아@예시。한국 ",
  ];
  assertEquals(new Set(forms.map(emailTag)), new Set(["email 민아@xn--vv4b11d.xn--3e0b707e"]));
  const before = { "Mina.Kim@Mail.EXAMPLE ": "mina.kim@mail.example", "Ｍina": "mina", "a@localhost": "a@localhost" };
  for (const [address, tag] of Object.entries(before)) assertEquals(emailTag(address), `email ${tag}`);
  assertEquals(writtenEmail("Mina@예시.KR"), "Mina@예시.kr");
});

Deno.test("an account has a Hangul address: mails arrive, logins in either form, nobody takes it twice", async () => {
  await using mails = await startMailServer();
  const config = { SMTP_URL: mails.url, MAIL_FROM: "Inyeon <no-reply@inyeon.example>" };
  await using server = await testServer({ config });
  const about = { password: "correct horse", name: "민아", birth_date: "1996-05-04", gender: "female" };
  const register = (email: string) => send(server, "POST", "/api/users/register", { ...about, email });
  const made = await register("  민아@예시.한국 ");
  assertEquals([made.status, made.body], [201, { user_id: 1, name: "민아", email: "민아@예시.한국" }]);
  const mail = await eventually(() => mails.mails.at(0));
  assertEquals(mail.to, ["민아@예시.한국"]);
  const verified = await send(server, "POST", "/api/user/email/verify/", { token: tokenIn(mail) });
  assertEquals(verified.status, 200);

  assertEquals(codeOf(await register("민아@xn--vv4b11d.xn--3e0b707e")), "409 account.email_taken");
  for (const email of [" 민아@예시.한국", "민아@예시.한국".normalize("NFD"), "민아@xn--vv4b11d.xn--3e0b707e"]) {
    assertEquals((await send(server, "POST", "/api/users/login", { email, password: about.password })).status, 200);
    assertEquals((await send(server, "POST", "/api/auth/login/", { username: email, ...about })).status, 200);
  }
  assertEquals((await send(server, "POST", "/api/auth/password-reset/", { email: "민아@예시.한국\t" })).status, 202);
  assertEquals((await eventually(() => mails.mails.at(1))).to, ["민아@예시.한국"]);

  assertEquals((await register("mina@예시.kr")).status, 201);
  // without a letter beyond ASCII before the @, any mail server will do
  assertMatch((await eventually(() => mails.mails.at(2))).raw, /^To: mina@xn--vv4b11d\.kr\r$/m);
});
