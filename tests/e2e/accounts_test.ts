import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { z } from "zod";
import { type Answer, codeOf, person, send } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type MailServer, startMailServer, tokenIn } from "../support/mail_server.ts";
import { inProduction } from "../support/production.ts";
import { testClock, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const said = (answer: Answer) => [answer.status, answer.body];

/** The configuration of a server that sends by a test's mail server. */
const mailing = ({ url }: { url: string }) => ({ SMTP_URL: url, MAIL_FROM: "Inyeon <no-reply@inyeon.example>" });

/** The n-th mail, once it is there. */
const mailOf = (mailServer: MailServer, n: number) => eventually(() => mailServer.mails.at(n));

Deno.test("a new password ends the other sessions, and the old one opens nothing any more", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const tablet = await mina.loggedIn();
  const change = (current_password: string, new_password: string) =>
    mina.put("/api/user/password/", { current_password, new_password });

  assertEquals(codeOf(await change("wrong", "a new password")), "403 auth.password_wrong");
  assertEquals(codeOf(await change(mina.password, "short")), "422 request.invalid");
  assertEquals(said(await change(mina.password, "a new password")), [200, { message: "비밀번호가 변경되었습니다." }]);
  assertEquals((await mina.get("/api/user/profile/")).status, 200);
  await eventually(async () => codeOf(await tablet.get("/api/user/profile/")) === "401 auth.session_ended");
  const refreshed = await send(server, "POST", "/api/auth/refresh", { refresh: tablet.refresh });
  assertEquals(codeOf(refreshed), "401 auth.refresh_invalid");

  const logIn = (password: string) => send(server, "POST", "/api/auth/login/", { username: "mina", password });
  assertEquals(codeOf(await logIn(mina.password)), "401 auth.login_failed");
  assertEquals((await logIn("a new password")).status, 200);
  assertEquals(codeOf(await send(server, "PUT", "/api/user/password/", {})), "401 auth.required");
  await assertSound(server.system);
});

Deno.test("a wrong current password counts like a failed login", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const change = (current_password: string) =>
    mina.put("/api/user/password", { current_password, new_password: "a new password" });
  for (let n = 0; n < 5; n++) assertEquals(codeOf(await change(`wrong ${n}`)), "403 auth.password_wrong");
  for (let n = 0; n < 5; n++) {
    const failed = await send(server, "POST", "/api/auth/login/", { username: "mina", password: "wrong" });
    assertEquals(codeOf(failed), "401 auth.login_failed");
  }
  assertEquals(codeOf(await change(mina.password)), "429 auth.too_many_failures");
});

Deno.test("of logins that race with a change of password none keeps a session by the old one", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const mina = await person(server, { name: "mina" });
  const logins = Array.from(
    { length: 8 },
    (_, n) => send(n % 2 ? server : other, "POST", "/api/auth/login/", { username: "mina", password: mina.password }),
  );
  const changed = mina.put("/api/user/password/", {
    current_password: mina.password,
    new_password: "a new password",
  });
  assertEquals((await changed).status, 200);
  for (const { status } of await Promise.all(logins)) assert(status === 200 || status === 401, String(status));
  const { body } = await mina.get("/api/auth/sessions/");
  assertEquals(z.array(z.looseObject({ current: z.boolean() })).parse(body).map(({ current }) => current), [true]);
});

Deno.test("an address is taken, verified by mail and good to log in with", async () => {
  await using mailServer = await startMailServer();
  await using server = await testServer({ config: mailing(mailServer) });
  const mina = await person(server, { name: "mina" });
  const juno = await person(server, { name: "juno" });
  const take = (who: typeof mina, email: string, password = who.password) =>
    who.put("/api/user/email/", { email, password });

  assertEquals(said(await mina.get("/api/user/email/")), [200, { email: null, email_verified: false }]);
  assertEquals(codeOf(await take(mina, "nowhere")), "422 request.invalid");
  assertEquals(codeOf(await take(mina, "mina@mail.example", "wrong")), "403 auth.password_wrong");
  const unverified = { email: "Mina@mail.example", email_verified: false };
  assertEquals(said(await take(mina, "Mina@MAIL.example")), [200, unverified]);
  assertEquals(said(await mina.get("/api/user/email")), [200, unverified]);
  assertEquals(codeOf(await take(juno, "mina@mail.EXAMPLE")), "409 account.email_taken");

  const mail = await mailOf(mailServer, 0);
  assertEquals(mail.to, ["Mina@mail.example"]);
  assertMatch(mail.text, /이 이메일이 본인 것임을/);
  const verify = (token: string) => send(server, "POST", "/api/user/email/verify/", { token });
  assertEquals(codeOf(await verify(`${tokenIn(mail)}x`)), "422 auth.mail_token_invalid");
  for (let n = 0; n < 2; n++) assertEquals((await verify(tokenIn(mail))).status, 200);
  assertEquals((await eventsOf(server.system, "EmailVerified")).length, 1);
  assertEquals(said(await mina.get("/api/user/email")), [200, { ...unverified, email_verified: true }]);

  const logIn = (username: string, password: string) =>
    send(server, "POST", "/api/auth/login/", { username, password });
  assertEquals((await logIn("mina@Mail.Example", mina.password)).status, 200);
  assertEquals(codeOf(await logIn("mina@mail.example", juno.password)), "401 auth.login_failed");

  await take(mina, "mina@new.example");
  assertEquals(codeOf(await verify(tokenIn(mail))), "422 auth.mail_token_invalid");
  assertEquals(codeOf(await logIn("mina@mail.example", mina.password)), "401 auth.login_failed");
  assertEquals((await take(juno, "mina@mail.example")).status, 200);
  await assertSound(server.system);
});

Deno.test("no name passes for another's, nor for an e-mail address", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const named = async (username: string) => {
    const rest = { password: mina.password, age: 25, gender: "female" };
    return codeOf(await send(server, "POST", "/api/auth/signup/", { username, ...rest }));
  };
  assertEquals(await named("Mi\u200bna\u202e"), "409 account.username_taken");
  for (const name of ["\u3164", "\u200b\u2060", "juno@mail.example", "Juno＠mail.example"]) {
    assertEquals(await named(name), "422 request.invalid", name);
    assertEquals(codeOf(await mina.patch("/api/user/profile/", { username: name })), "422 request.invalid", name);
  }
  assert((await named("juno@home ❤️")).startsWith("201 "));
});

Deno.test("two who claim one address at once: one gets it", async () => {
  await using server = await testServer();
  const people = [await person(server, { name: "mina" }), await person(server, { name: "juno" })];
  const answers = await Promise.all(
    people.map(({ put, password }) => put("/api/user/email/", { email: "ours@mail.example", password })),
  );
  assertEquals(answers.map(({ status }) => status).sort(), [200, 409]);
});

Deno.test("a forgotten password is reset by mail, once, and ends all sessions", async () => {
  const clock = testClock();
  await using mailServer = await startMailServer();
  const config = { ...mailing(mailServer), PUBLIC_URL: "https://inyeon.example" };
  await using server = await testServer({ now: clock.now, config });
  const mina = await person(server, { name: "mina" });
  const ask = (email: string) =>
    send(server, "POST", "/api/auth/password-reset/", { email }, { headers: { "accept-language": "en" } });
  const confirm = (token: string, new_password: string) =>
    send(server, "POST", "/api/auth/password-reset/confirm/", { token, new_password });

  // unverified: the mail would go to whoever the address belongs to
  await mina.put("/api/user/email/", { email: "mina@mail.example", password: mina.password });
  const verification = await mailOf(mailServer, 0);
  const early = await ask("mina@mail.example");
  await send(server, "POST", "/api/user/email/verify/", { token: tokenIn(verification) });
  const [known, unknown] = [await ask("MINA@mail.example"), await ask("nobody@mail.example")];
  assertEquals(known.status, 202);
  for (const other of [early, unknown]) assertEquals(said(other), said(known));

  const mail = await mailOf(mailServer, 1);
  assertMatch(mail.text, /^To choose a new password/);
  assert(mail.text.includes(`https://inyeon.example/password-reset#${tokenIn(mail)}`), mail.text);
  assertEquals(codeOf(await confirm(tokenIn(verification), "a new password")), "422 auth.mail_token_invalid");
  assertEquals(codeOf(await confirm(tokenIn(mail), "short")), "422 request.invalid");
  const done = await confirm(tokenIn(mail), "a new password");
  assertEquals(said(done), [200, { message: "비밀번호가 변경되었습니다." }]);
  await eventually(async () => codeOf(await mina.get("/api/user/profile/")) === "401 auth.session_ended");
  assertEquals(codeOf(await confirm(tokenIn(mail), "another password")), "422 auth.mail_token_invalid");

  const logIn = (password: string) => send(server, "POST", "/api/auth/login/", { username: "mina", password });
  assertEquals(codeOf(await logIn(mina.password)), "401 auth.login_failed");
  assertEquals((await logIn("a new password")).status, 200);

  await ask("mina@mail.example");
  const late = tokenIn(await mailOf(mailServer, 2));
  clock.advance(30 * 60 + 1);
  assertEquals(codeOf(await confirm(late, "another password")), "422 auth.mail_token_invalid");
  assertEquals(mailServer.mails.map(({ to }) => to.join()).slice(1), Array(2).fill("mina@mail.example"));
  await assertSound(server.system);
});

Deno.test("in a quarter of an hour five mails go to an address, known or not, and twenty are asked for from one", async () => {
  await using server = await testServer({ config: { TRUSTED_PROXIES: "1" } });
  const ask = (email: string, from: string) =>
    send(server, "POST", "/api/auth/password-reset/", { email }, { headers: { "x-forwarded-for": from } });
  for (let n = 0; n < 5; n++) assertEquals((await ask("nobody@mail.example", `192.0.2.${n}`)).status, 202);
  const again = await ask("Nobody@mail.example", "192.0.2.99");
  assertEquals(codeOf(again), "429 request.too_many");
  const seconds = Number(again.headers.get("retry-after"));
  assert(seconds > 800 && seconds <= 900, String(seconds));

  for (let n = 0; n < 20; n++) assertEquals((await ask(`${n}@mail.example`, "198.51.100.7")).status, 202);
  assertEquals(codeOf(await ask("21@mail.example", "198.51.100.7")), "429 request.too_many");
  assertEquals((await ask("21@mail.example", "198.51.100.8")).status, 202);
});

Deno.test("a mail server that hangs holds up no answer", async () => {
  using hanging = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using server = await testServer({ config: mailing({ url: `smtp://127.0.0.1:${hanging.addr.port}` }) });
  const mina = await person(server, { name: "mina" });
  const taken = await mina.put("/api/user/email/", { email: "mina@mail.example", password: mina.password });
  using silent = await hanging.accept();
  assertEquals(taken.status, 200);
  assertNotEquals(silent.remoteAddr.port, 0);
});

Deno.test("without a mail server production says that it sends none", async () => {
  await using server = await testServer({ config: inProduction() });
  const mina = await person(server, { name: "mina" });
  const asked = await send(server, "POST", "/api/auth/password-reset/", { email: "mina@mail.example" });
  assertEquals([codeOf(asked), asked.headers.get("retry-after")], ["503 mail.unavailable", "3600"]);
  const taken = await mina.put("/api/user/email/", { email: "mina@mail.example", password: mina.password });
  assertEquals(codeOf(taken), "503 mail.unavailable");
  assertEquals(taken.headers.get("strict-transport-security"), "max-age=31536000");
});

Deno.test("devices are named for people, and all others are ended at once", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
    "Version/18.5 Mobile/15E148 Safari/604.1";
  const login = { username: "mina", password: mina.password };
  await send(server, "POST", "/api/auth/login/", login, { headers: { "user-agent": safari } });
  const tablet = await mina.loggedIn();
  const stranger = await person(server, { name: "juno" });
  const list = async () =>
    z.array(z.looseObject({ device: z.string(), device_name: z.string(), current: z.boolean() }))
      .parse((await mina.get("/api/auth/sessions/")).body);
  const devices = await list();
  assertEquals(devices.length, 3);
  assertEquals(devices.filter(({ current }) => current).map(({ device_name }) => device_name), ["Deno"]);
  assertEquals(devices.find(({ device }) => device === safari)?.device_name, "Safari · iPhone");

  const ended = await mina.del("/api/auth/sessions/");
  assertEquals(said(ended), [200, { message: "다른 세션을 모두 종료했습니다." }]);
  assertEquals((await list()).map(({ current }) => current), [true]);
  await eventually(async () => codeOf(await tablet.get("/api/user/profile/")) === "401 auth.session_ended");
  assertEquals((await stranger.get("/api/user/profile/")).status, 200);
});
