import { assertEquals } from "@std/assert";
import { hash } from "@node-rs/argon2";
import { PasswordChanged } from "../../events/accounts.ts";
import { codeOf, type Door, personAt, send } from "../support/client.ts";
import { startMailServer, tokenIn } from "../support/mail_server.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";

const phone = "비밀번호는 달빛".normalize("NFC");
const mac = phone.normalize("NFD");

const logIn = (door: Door, username: string, password: string) =>
  send(door, "POST", "/api/auth/login/", { username, password });

const messageOf = ({ body }: { body: unknown }) => JSON.stringify(body);

Deno.test("a password is the same from a Mac and from a phone wherever it is asked for", async () => {
  await using mailServer = await startMailServer();
  await using server = await testServer({
    config: { SMTP_URL: mailServer.url, MAIL_FROM: "Inyeon <no-reply@inyeon.example>" },
  });
  const made = await send(server, "POST", "/api/auth/signup/", {
    username: "mina",
    password: mac,
    age: 25,
    gender: "female",
  });
  assertEquals(made.status, 201);
  const email = "sora@mail.example";
  const registered = await send(server, "POST", "/api/users/register", {
    ...{ email, password: phone, name: "소라", birth_date: "1992-07-08", gender: "female" },
  });
  assertEquals(registered.status, 201);
  for (const password of [mac, phone]) {
    assertEquals((await logIn(server, "mina", password)).status, 200, password);
    assertEquals((await send(server, "POST", "/api/users/login", { email, password })).status, 200, password);
  }

  const { body } = await logIn(server, "mina", phone);
  const { access, refresh } = body as { access: string; refresh: string };
  const mina = personAt(server, { name: "mina", password: phone, access, refresh });
  const address = { email: "mina@mail.example" };
  assertEquals((await mina.put("/api/user/email/", { ...address, password: phone })).status, 200);
  assertEquals((await mina.put("/api/user/email/", { ...address, password: mac })).status, 200);
  const change = (current_password: string, new_password: string) =>
    mina.put("/api/user/password/", { current_password, new_password });
  assertEquals((await change(phone, `${mac}!`)).status, 200);
  assertEquals((await change(`${mac}!`, mac)).status, 200);

  const verification = await eventually(() => mailServer.mails.findLast(({ to }) => to.includes(address.email)));
  await send(server, "POST", "/api/user/email/verify/", { token: tokenIn(verification) });
  await send(server, "POST", "/api/auth/password-reset/", address);
  // the mails of both changes may still be on their way
  const reset = await eventually(() => mailServer.mails.find(({ text }) => /^reset\./m.test(text)));
  const token = tokenIn(reset);
  const confirm = (new_password: string) =>
    send(server, "POST", "/api/auth/password-reset/confirm/", { token, new_password });
  assertEquals(codeOf(await confirm("qwer1234")), "422 request.invalid");
  assertEquals((await confirm(`${mac}?`)).status, 200);
  assertEquals((await logIn(server, "mina", `${phone}?`)).status, 200);

  const again = await logIn(server, "mina", `${mac}?`);
  const headers = { authorization: `Bearer ${(again.body as { access: string }).access}` };
  const erased = await send(server, "POST", "/api/users/me/erase", { password: `${phone}?` }, { headers });
  assertEquals(erased.status, 200);
  await assertSound(server.system);
});

Deno.test("a password that was hashed as a Mac typed it is right from every keyboard", async () => {
  await using server = await testServer();
  const about = { username: "mina", password: "battery staple", age: 25, gender: "female" };
  assertEquals((await send(server, "POST", "/api/auth/signup/", about)).status, 201);
  const passwordHash = await hash(mac);
  const meta = { actor: 1, correlationId: "test", app: "accounts" as const };
  const changed = PasswordChanged({ userId: 1, passwordHash, how: "changed" });
  await server.system.log.append({ events: [changed], guards: [], meta });
  await eventually(async () => (await logIn(server, "mina", phone)).status === 200);
  assertEquals((await logIn(server, "mina", mac)).status, 200);
  assertEquals(codeOf(await logIn(server, "mina", phone.trim() + "!")), "401 auth.login_failed");
});

Deno.test("common and short passwords are refused where they are chosen, and looked at where they are given", async () => {
  await using server = await testServer();
  const signUp = (password: string, language = "ko") =>
    send(server, "POST", "/api/auth/signup/", { username: "mina", password, age: 25, gender: "female" }, {
      headers: { "accept-language": language },
    });
  const common = await signUp("Qwer1234");
  assertEquals([common.status, messageOf(common).includes("너무 흔한 비밀번호라 쉽게 알아낼 수 있습니다")], [
    422,
    true,
  ]);
  assertEquals(messageOf(await signUp("Qwer1234", "en")).includes("among the most common passwords"), true);
  assertEquals((await signUp("가나다라마바사".normalize("NFD"))).status, 422);
  const registered = await send(server, "POST", "/api/users/register", {
    ...{ email: "a@mail.example", password: "iloveyou", name: "소라", birth_date: "1992-07-08", gender: "female" },
  });
  assertEquals(codeOf(registered), "422 request.invalid");
  assertEquals((await signUp("가나다라마바사아".normalize("NFD"))).status, 201);
  for (const password of ["qwer1234", "x", "각".repeat(333).normalize("NFD")]) {
    assertEquals(codeOf(await logIn(server, "mina", password)), "401 auth.login_failed", password);
  }
});
