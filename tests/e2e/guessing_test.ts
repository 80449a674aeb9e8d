import { assert, assertEquals } from "@std/assert";
import { hashPassword } from "../../src/accounts/passwords.ts";
import { signUp } from "../../src/accounts/sign_up.ts";
import { skeletonHashes } from "../../src/accounts/skeletons.ts";
import { nameTag } from "../../src/accounts/state.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { type Answer, codeOf, type Door, person, send } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";

const behindProxy = { TRUSTED_PROXIES: "1" };
const dormitory = "198.51.100.7";

const logIn = (door: Door, address: string, username: string, password: string) =>
  send(door, "POST", "/api/auth/login/", { username, password }, { headers: { "x-forwarded-for": address } });

/** Makes people who have one password, by the same command as a sign-up, and returns their names. */
async function peopleWith(server: TestServer, password: string, count: number): Promise<string[]> {
  const { run, ids, secrets } = server.system;
  const passwordHash = await hashPassword(password);
  return await Promise.all(Array.from({ length: count }, async (_, n) => {
    const username = `resident${n}`;
    using reserved = await ids.reserve(["user"]);
    const hashes = { usernameHash: secrets.hash(nameTag(username)), skeletonHashes: skeletonHashes(secrets, username) };
    const about = { username, ...hashes, age: 25, gender: "male" as const };
    const input = { userId: reserved.take("user"), ...about, passwordHash, profileImage: null };
    assert(!isRefusal(await run(signUp, input, { me: SYSTEM, correlationId: "test" })));
    return username;
  }));
}

const countOf = (answers: readonly Answer[], code: string) =>
  answers.filter((answer) => codeOf(answer) === code).length;

Deno.test("what neighbours mistype locks nobody else out: a dormitory behind one address", async () => {
  await using server = await testServer({ config: behindProxy });
  const [mina, juno] = [await person(server, { name: "mina" }), await person(server, { name: "juno" })];
  const wrong = await Promise.all(Array.from({ length: 11 }, () => logIn(server, dormitory, "mina", "wrong")));
  assertEquals([countOf(wrong, "401 auth.login_failed"), countOf(wrong, "429 auth.too_many_failures")], [10, 1]);
  for (const answer of wrong.filter(({ status }) => status === 429)) {
    const seconds = Number(answer.headers.get("retry-after"));
    assert(seconds > 200 && seconds <= 300, String(seconds));
  }
  assertEquals((await logIn(server, dormitory, "mina", mina.password)).status, 429);
  assertEquals((await logIn(server, dormitory, "juno", juno.password)).status, 200);
  const made = { username: "hana", password: "a new password", age: 25, gender: "female" };
  const headers = { "x-forwarded-for": dormitory };
  assertEquals((await send(server, "POST", "/api/auth/signup/", made, { headers })).status, 201);
  assertEquals((await logIn(server, dormitory, "hana", made.password)).status, 200);

  const password = "a password of many";
  const residents = await peopleWith(server, password, 150);
  const atOnce = await Promise.all(residents.map((name) => logIn(server, dormitory, name, password)));
  assertEquals(new Set(atOnce.map(({ status }) => status)), new Set([200]));
  await assertSound(server.system);
});

Deno.test("wrong passwords from changing addresses do not lock the owner out from where they logged in", async () => {
  await using server = await testServer({ config: behindProxy });
  await using other = await server.another();
  const mina = await person(server, { name: "mina" });
  assertEquals((await logIn(server, dormitory, "mina", mina.password)).status, 200);
  const guess = (username: string, n: number) =>
    logIn(n % 2 ? server : other, `203.0.113.${n}`, username, `guess ${n}`);
  for (const name of ["mina", "nobody"]) {
    const answers: Answer[] = [];
    while (answers.length < 125) {
      const some = Array.from({ length: 25 }, (_, n) => guess(name, answers.length + n));
      answers.push(...await Promise.all(some));
    }
    assertEquals(countOf(answers, "401 auth.login_failed"), 100, name);
    assertEquals(countOf(answers, "429 auth.too_many_failures"), 25, name);
  }
  assertEquals((await logIn(other, "192.0.2.99", "mina", mina.password)).status, 429);
  assertEquals((await logIn(other, dormitory, "mina", mina.password)).status, 200);

  // known addresses go with the account
  const erased = await mina.post("/api/users/me/erase", { password: mina.password });
  assertEquals(erased.status, 200);
  assertEquals((await server.system.sql`SELECT FROM known_addresses`).length, 0);
  await assertSound(server.system);
});

Deno.test("a guesser gets ten tries from one address, over two servers and over every place that asks", async () => {
  await using server = await testServer({ config: behindProxy });
  await using other = await server.another();
  const mina = await person(server, { name: "mina" });
  const headers = { headers: { "x-forwarded-for": "192.0.2.1" } };
  const places = [
    (n: number) => logIn(n % 2 ? server : other, "192.0.2.1", "MINA", `guess ${n}`),
    (n: number) => mina.post("/api/users/me/erase", { password: `guess ${n}` }, headers),
    (n: number) => mina.at(other).put("/api/user/email/", { email: "a@mail.example", password: `guess ${n}` }, headers),
    (n: number) => mina.put("/api/users/me", { email: "a@mail.example", password: `guess ${n}` }, headers),
    (n: number) => {
      const body = { current_password: `guess ${n}`, new_password: "a new password" };
      return mina.at(other).put("/api/user/password/", body, headers);
    },
  ];
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => places[n % places.length](n)));
  assertEquals(countOf(answers, "429 auth.too_many_failures"), 50);
  const looked = countOf(answers, "401 auth.login_failed") + countOf(answers, "403 auth.password_wrong");
  assertEquals(looked, 10);
  assertEquals((await logIn(server, "192.0.2.2", "mina", mina.password)).status, 200);
  await assertSound(server.system);
});

Deno.test("an address makes so many accounts at once and an hour; those that are refused do not count", async () => {
  await using server = await testServer({ config: { ...behindProxy, SIGNUPS_PER_ADDRESS: "4,6" } });
  await using other = await server.another();
  const headers = (address: string) => ({ headers: { "x-forwarded-for": address } });
  let n = 0;
  const signUp = (address: string, about: Record<string, unknown> = {}) => {
    const body = { username: `person${n++}`, password: "a new password", age: 25, gender: "female", ...about };
    return send(n % 2 ? server : other, "POST", "/api/auth/signup/", body, headers(address));
  };
  const register = (address: string) =>
    send(server, "POST", "/api/users/register", {
      ...{ email: `person${n++}@mail.example`, password: "a new password", name: "소라" },
      ...{ birth_date: "1992-07-08", gender: "female" },
    }, headers(address));

  for (let times = 0; times < 10; times++) {
    assertEquals(codeOf(await signUp(dormitory, { age: 12 })), "422 account.too_young");
  }
  const atOnce = await Promise.all([...Array.from({ length: 6 }, () => signUp(dormitory)), register(dormitory)]);
  assertEquals(atOnce.filter(({ status }) => status === 201).length, 4);
  assertEquals(countOf(atOnce, "429 account.too_many_sign_ups"), 3);
  const refused = await register(dormitory);
  const seconds = Number(refused.headers.get("retry-after"));
  assert(refused.status === 429 && seconds > 0 && seconds <= 60, `${refused.status} ${seconds}`);
  assertEquals((await signUp("192.0.2.1")).status, 201);

  // a minute later there is room for two more in the hour
  const { sql } = server.system;
  await sql`UPDATE login_attempts SET under_way = ARRAY(SELECT t - interval '61 s' FROM unnest(under_way) AS t)`;
  assertEquals([(await signUp(dormitory)).status, (await register(dormitory)).status], [201, 201]);
  const full = await signUp(dormitory);
  assert(full.status === 429 && Number(full.headers.get("retry-after")) > 3000, full.headers.get("retry-after") ?? "");
  await assertSound(server.system);
});
