import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { consoleMailer } from "../../src/mail/console.ts";
import { smtpMailer } from "../../src/mail/smtp.ts";
import { startMailServer } from "../support/mail_server.ts";

const from = "Inyeon <no-reply@inyeon.example>";
const mail = { to: "mina@mail.example", subject: "인연: 확인", text: "첫 줄\n둘째 줄\n" };

Deno.test("a mail arrives as it was written", async () => {
  await using server = await startMailServer();
  await smtpMailer(server.url, from).send(mail);
  assertEquals(server.mails.map(({ to, text }) => [to, text]), [[[mail.to], mail.text]]);
  const [{ raw }] = server.mails;
  assertMatch(raw, /^From: Inyeon <no-reply@inyeon\.example>\r$/m);
  assertMatch(raw, /^Auto-Submitted: auto-generated\r$/m);
  assert(raw.includes(`=?UTF-8?B?${new TextEncoder().encode(mail.subject).toBase64()}?=`), raw);
});

Deno.test("an address is one person, whatever stands in it", async () => {
  await using server = await startMailServer();
  const two = { ...mail, to: "mina@mail.example, juno@mail.example" };
  const error = await assertRejects(() => smtpMailer(server.url, from).send(two), Error);
  assertEquals([error.message, server.mails], ["The mail server did not take a mail: EENVELOPE 501", []]);
});

Deno.test("a server with a password is logged in to; a wrong one is no mail", async () => {
  await using server = await startMailServer({ takesPassword: "s3cret" });
  await smtpMailer(server.url, from).send(mail);
  assertEquals(server.mails.length, 1);
  const error = await assertRejects(() => smtpMailer(server.url.replace("s3cret", "hidden"), from).send(mail), Error);
  assertEquals(error.message, "The mail server did not take a mail: EAUTH 535");
});

Deno.test("what a server refuses is said without the address", async () => {
  await using server = await startMailServer({ refuses: true });
  const error = await assertRejects(() => smtpMailer(server.url, from).send(mail), Error);
  assertEquals(error.message, "The mail server did not take a mail: EENVELOPE 550");
  assert(!Deno.inspect(error).includes("mina"), Deno.inspect(error));
});

Deno.test("a server that hangs, and one that is not there, are given up", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const hanging = smtpMailer(`smtp://127.0.0.1:${listener.addr.port}`, from, 200).send(mail);
  const silent = await listener.accept();
  const error = await assertRejects(() => hanging, Error);
  assertEquals(error.message, "The mail server did not take a mail: ETIMEDOUT");
  silent.close();

  listener.close();
  const gone = await assertRejects(() => smtpMailer(`smtp://127.0.0.1:${listener.addr.port}`, from).send(mail), Error);
  assertMatch(gone.message, /^The mail server did not take a mail: (ESOCKET|ECONN)/);
});

Deno.test("in development a mail is printed, each line marked", async () => {
  const written: string[] = [];
  await consoleMailer((text) => written.push(text)).send(mail);
  const lines = written.join("\n").split("\n");
  assert(lines.every((line) => line.startsWith("mail| ")), written.join());
  assertEquals(lines.slice(1, 3), ["mail| To: mina@mail.example", "mail| Subject: 인연: 확인"]);
});
