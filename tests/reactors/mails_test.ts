import { assertEquals } from "@std/assert";
import { person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { startMailServer, tokenIn } from "../support/mail_server.ts";
import { childServer, testClock, testInstallation, testServer } from "../support/server.ts";

const from = { MAIL_FROM: "Inyeon <no-reply@inyeon.example>" };

/** A port at which nobody listens. */
function deadPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

Deno.test("a mail asked for before a kill goes out after it, when a mail server is there", async () => {
  await using place = await testInstallation();
  const asked = "sora@mail.example";
  {
    await using server = await childServer(place, { SMTP_URL: `smtp://127.0.0.1:${deadPort()}`, ...from });
    const sora = await person(server, { name: "sora" });
    await sora.put("/api/user/email/", { email: asked, password: sora.password });
    server.signal("SIGKILL");
    await server.ended;
  }
  await using mailServer = await startMailServer();
  await using _again = await childServer(place, { SMTP_URL: mailServer.url, ...from });
  const mail = await eventually(() => mailServer.mails.find(({ to }) => to.includes(asked)));
  assertEquals(tokenIn(mail).startsWith("verification."), true);
  assertEquals(/^message-id: <\d+\.[\w-]+@inyeon>/im.test(mail.raw), true);
});

Deno.test("two processes send each mail once", async () => {
  await using mailServer = await startMailServer();
  const config = { SMTP_URL: mailServer.url, ...from };
  await using one = await testServer({ config });
  await using two = await one.another({ config });
  const people = await Promise.all([one, two, one, two].map((door, n) => person(door, { name: `p${n}` })));
  await Promise.all(
    people.map((someone, n) =>
      someone.put("/api/user/email/", { email: `p${n}@mail.example`, password: someone.password })
    ),
  );
  await eventually(async () =>
    (await one.system.sql`SELECT FROM reactions`).length === 0 && mailServer.mails.length >= 4
  );
  assertEquals(mailServer.mails.map(({ to }) => to[0]).sort(), people.map((_, n) => `p${n}@mail.example`));
});

Deno.test("nobody gets a mail after its time, nor one whose account is erased", async () => {
  const clock = testClock();
  const idle = { ROLES: "http,projections,deadlines,housekeeping", ...from };
  await using server = await testServer({
    config: { ...idle, SMTP_URL: `smtp://127.0.0.1:${deadPort()}` },
    now: clock.now,
  });
  const [late, gone, kept] = await Promise.all(["late", "gone", "kept"].map((name) => person(server, { name })));
  const take = async (someone: typeof late) => {
    const email = `${someone.name}@mail.example`;
    assertEquals((await someone.put("/api/user/email/", { email, password: someone.password })).status, 200);
  };
  await take(late);
  clock.advance(3 * 24 * 3600 + 1);
  for (const someone of [gone, kept]) await take(await someone.loggedIn());
  const erased = await (await gone.loggedIn()).post("/api/users/me/erase", { password: gone.password });
  assertEquals(erased.status, 200);
  await using mailServer = await startMailServer();
  await using _sending = await server.another({ config: { SMTP_URL: mailServer.url, ...from }, now: clock.now });
  await eventually(async () =>
    mailServer.mails.length > 0 && (await server.system.sql`SELECT FROM reactions`).length === 0
  );
  assertEquals(mailServer.mails.map(({ to }) => to[0]), ["kept@mail.example"]);
});
