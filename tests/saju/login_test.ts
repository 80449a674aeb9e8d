import { assert, assertEquals } from "@std/assert";
import { codeOf, send } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { eventsOf } from "../support/sound.ts";
import { askedAs, dater, idsRecommendedTo } from "./house.ts";

Deno.test("logging in by e-mail counts failures as the other login does, also of addresses nobody has", async () => {
  await using server = await testServer();
  const mina = await dater(server, { name: "mina" });
  for (const email of [mina.email, "nobody@example.com"]) {
    await server.system.sql`DELETE FROM login_attempts`;
    for (let n = 0; n < 10; n++) {
      const answer = await send(server, "POST", "/api/users/login", { email: email.toUpperCase(), password: "wrong" });
      assertEquals(codeOf(answer), "401 auth.login_failed");
    }
    for (
      const [path, body] of [["/api/users/login", { email }], ["/api/auth/login/", { username: email }]] as const
    ) {
      const refused = await send(server, "POST", path, { ...body, password: mina.password });
      assertEquals(codeOf(refused), "429 auth.too_many_failures", path);
      assert(Number(refused.headers.get("retry-after")) > 0);
    }
  }
});

Deno.test("someone without a username logs in by their address there too, and may take a username", async () => {
  await using server = await testServer();
  const mina = await dater(server, { name: "mina" });
  const logIn = (username: string) =>
    send(server, "POST", "/api/auth/login/", { username, password: mina.password }).then(({ status }) => status);
  assertEquals([await logIn(mina.email), await logIn("미나")], [200, 401]);
  assertEquals((await mina.patch("/api/user/profile/", { username: "미나" })).status, 200);
  assertEquals([await logIn(mina.email), await logIn("미나")], [200, 200]);
});

Deno.test("registering and asking again under the same Idempotency-Key is the first time", async () => {
  await using server = await testServer();
  const headers = { "idempotency-key": "once" };
  const account = { email: "kim@example.com", password: "correct horse", name: "kim", birth_date: "1996-05-04" };
  const register = () => send(server, "POST", "/api/users/register", { ...account, gender: "female" }, { headers });
  const [first, second] = [await register(), await register()];
  assertEquals([second.status, second.body], [201, first.body]);
  assertEquals((await eventsOf(server.system, "AccountRegistered")).length, 1);

  const mina = await dater(server, { name: "mina" });
  const jun = await dater(server, { name: "jun", gender: "male" });
  await idsRecommendedTo(mina);
  const ask = () => mina.post("/api/matches/request", { receiver_id: jun.id }, { headers });
  const asked = [await ask(), await ask()];
  assertEquals(asked.map(({ status }) => status), [201, 201]);
  assertEquals(askedAs(asked[0]), askedAs(asked[1]));
  const accept = () => jun.post(`/api/matches/${askedAs(asked[0]).match_id}/accept`, undefined, { headers });
  assertEquals(askedAs(await accept()), askedAs(await accept()));
});
