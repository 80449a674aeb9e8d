import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { z } from "zod";
import { codeOf, type Person, person, send } from "../support/client.ts";
import { cookieHeader, openPage, pageOf } from "../support/page.ts";
import { inProduction } from "../support/production.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";

const userIn = z.looseObject({ user_id: z.int() });
const session = "inyeon_session";

/** Something that is more than a read, and harmless. */
const act = ["PUT", "/api/match/location/", { latitude: 37.5, longitude: 127 }] as const;

Deno.test("a page logs in for a cookie that no script reads, and no answer shows a token", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const page = openPage(server);
  const stranger = await page.me();
  assertEquals(codeOf(stranger), "401 auth.required");
  const [visitor] = stranger.headers.getSetCookie();
  assertMatch(visitor, /^inyeon_visitor=[\w-]{24}; Path=\/; HttpOnly; SameSite=Lax$/);

  const loggedIn = await page.logIn(mina);
  assertEquals([loggedIn.status, loggedIn.body], [204, ""]);
  const [cookie] = loggedIn.headers.getSetCookie();
  assertMatch(cookie, /^inyeon_session=[\w-]{54}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  const me = await page.me();
  assertEquals([me.status, userIn.parse(me.body).user_id], [200, idOf(mina)]);
  assertEquals(me.headers.getSetCookie(), [], "the cookie does not rotate");
  assertEquals(me.headers.get("x-csrf-token"), loggedIn.headers.get("x-csrf-token"));
});

Deno.test("by cookie whatever is more than a read needs the session's CSRF token", async () => {
  await using server = await testServer();
  const [mina, other] = [await person(server, { name: "mina" }), await person(server, { name: "other" })];
  const page = await pageOf(server, mina);
  const foreign = (await pageOf(server, other)).csrfToken ?? "";
  assertEquals((await page.ask("GET", "/api/user/profile/", undefined, { "x-csrf-token": "" })).status, 200);

  for (const wrong of ["", "x", foreign, `${page.csrfToken}x`]) {
    assertEquals(codeOf(await page.ask(...act, { "x-csrf-token": wrong })), "403 auth.csrf_invalid", wrong);
  }
  for (const [language, words] of [["ko", "CSRF 토큰이 필요합니다"], ["en", "needs the CSRF token"]]) {
    const said = await page.ask(...act, { "x-csrf-token": "", "accept-language": language });
    assertMatch(JSON.stringify(said.body), new RegExp(`${words}.*GET /api/auth/me`));
  }
  assertEquals((await page.ask(...act)).status, 200);
});

Deno.test("a form may send the CSRF token as its field", async () => {
  await using server = await testServer();
  const page = await pageOf(server, await person(server, { name: "mina" }));
  const form = (token: string) => {
    const fields = new FormData();
    fields.set("csrf_token", token);
    fields.set("age", "31");
    return fields;
  };
  const token = page.csrfToken ?? "";
  page.csrfToken = undefined;
  assertEquals(codeOf(await page.ask("PATCH", "/api/user/profile/", form("x"))), "403 auth.csrf_invalid");
  assertEquals((await page.ask("PATCH", "/api/user/profile/", form(token))).status, 200);
  const asJson = await page.ask("PATCH", "/api/user/profile/", { age: 32, csrf_token: token });
  assertEquals(codeOf(asJson), "403 auth.csrf_invalid");
});

Deno.test("sign-up and login by cookie need the token of this visitor", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const signUp = { username: "new", password: "correct horse 1", age: 25, gender: "male" };
  const byCookie = { "inyeon-session": "cookie" };
  const attacker = openPage(server);
  await attacker.me();

  const visitor = openPage(server);
  const attempts = [
    () => visitor.logIn(mina),
    () => visitor.ask("POST", "/api/users/login", { email: "mina@mail.example", password: "x" }, byCookie),
    () => visitor.ask("POST", "/api/auth/signup/", signUp, byCookie),
  ];
  const refused = async (how: string) => {
    for (const attempt of attempts) assertEquals(codeOf(await attempt()), "403 auth.csrf_invalid", how);
  };
  await refused("without a cookie");
  await visitor.me();
  const own = visitor.csrfToken;
  visitor.csrfToken = undefined;
  await refused("without a token");
  assertEquals(codeOf(await visitor.ask("POST", "/api/auth/signup/", signUp)), "403 auth.csrf_invalid");
  visitor.csrfToken = attacker.csrfToken;
  await refused("with the token of another visitor");

  visitor.csrfToken = own;
  assertEquals((await visitor.ask("POST", "/api/auth/signup/", signUp, byCookie)).status, 201);
  assertEquals((await visitor.logIn({ name: "new", password: signUp.password })).status, 204);
});

Deno.test("with an Authorization header cookies are ignored, and a login without the wish sets none", async () => {
  await using server = await testServer();
  const [mina, other] = [await person(server, { name: "mina" }), await person(server, { name: "other" })];
  const page = await pageOf(server, mina);
  const beside = (authorization: string) => ({
    authorization,
    "x-csrf-token": "",
    origin: "https://elsewhere.example",
  });
  const asOther = await page.ask("GET", "/api/auth/me", undefined, beside(`Bearer ${other.access}`));
  assertEquals(userIn.parse(asOther.body).user_id, idOf(other));
  assertEquals([asOther.headers.get("x-csrf-token"), asOther.headers.getSetCookie()], [null, []]);
  assertEquals((await page.ask(...act, beside(`Bearer ${other.access}`))).status, 200);
  for (const [header, code] of [["Bearer x", "token_invalid"], ["Basic eDp5", "required"], ["", "required"]]) {
    assertEquals(codeOf(await page.ask("GET", "/api/auth/me", undefined, beside(header))), `401 auth.${code}`, header);
  }
  const login = { username: "mina", password: mina.password };
  const plain = await send(server, "POST", "/api/auth/login/", login);
  assertEquals([plain.status, plain.headers.getSetCookie()], [200, []]);
});

Deno.test("pages of other origins never get the cookie's authority, listed or not", async () => {
  const listed = "https://app.example";
  await using server = await testServer({ config: { CORS_ORIGINS: listed } });
  const page = await pageOf(server, await person(server, { name: "mina" }));
  for (const origin of [listed, "https://elsewhere.example", "null", `${server.url}.example`, `${server.url}1`]) {
    for (const request of [["GET", "/api/auth/me"], act] as const) {
      const answer = await page.ask(request[0], request[1], request[2], { origin });
      assertEquals(codeOf(answer), "403 auth.cookie_foreign", origin);
      assertEquals(answer.headers.get("access-control-allow-credentials"), null);
      assertEquals([answer.headers.get("x-csrf-token"), answer.headers.getSetCookie()], [null, []]);
    }
  }
  for (const site of ["cross-site", "same-site"]) {
    const answer = await page.ask("GET", "/api/auth/me", undefined, { "sec-fetch-site": site });
    assertEquals(codeOf(answer), "403 auth.cookie_foreign", site);
  }
  for (const site of ["same-origin", "none"]) {
    assertEquals((await page.ask("GET", "/api/auth/me", undefined, { "sec-fetch-site": site })).status, 200, site);
  }
});

Deno.test("a cookie that was changed, made up or came twice lets nobody in", async () => {
  await using server = await testServer();
  const [mina, other] = [await person(server, { name: "mina" }), await person(server, { name: "other" })];
  const page = await pageOf(server, mina);
  const right = page.cookies.get(session) ?? "";
  const by = (cookie: string) => send(server, "GET", "/api/auth/me", undefined, { headers: { cookie } });
  assertEquals((await by(`a=1; ${session}=${right}; b=${session}`)).status, 200);
  assertEquals((await by(`${session}=${right}; ${session}=${right}`)).status, 200);

  for (let at = 0; at < right.length; at++) {
    const changed = right.slice(0, at) + (right[at] === "A" ? "B" : "A") + right.slice(at + 1);
    assertEquals(codeOf(await by(`${session}=${changed}`)), "401 auth.cookie_invalid", changed);
  }
  const planted = (await pageOf(server, other)).cookies.get(session);
  const wrong = ["", "x", `${right}A`, right.slice(1), mina.access, mina.refresh, `${right}; ${session}=${planted}`];
  for (const value of wrong) assertEquals(codeOf(await by(`${session}=${value}`)), "401 auth.cookie_invalid", value);
  assertEquals(codeOf(await by(`${session}x=${right}; x${session}=${right}`)), "401 auth.required");
});

Deno.test("a login never takes over a session that was planted, and ends the one before", async () => {
  await using server = await testServer();
  const [mina, other] = [await person(server, { name: "mina" }), await person(server, { name: "other" })];
  const page = await pageOf(server, other);
  const before = new Map(page.cookies);
  assertEquals((await page.logIn(mina)).status, 204);
  assertNotEquals(page.cookies.get(session), before.get(session));
  assertEquals(userIn.parse((await page.me()).body).user_id, idOf(mina));
  assertEquals(codeOf(await openPage(server, before).me()), "401 auth.session_ended");
});

Deno.test("in production the cookies are this host's alone, by HTTPS alone", async () => {
  await using server = await testServer({ config: { ...inProduction(), PUBLIC_URL: "https://inyeon.example" } });
  const mina = await person(server, { name: "mina" });
  const page = openPage(server);
  const [visitor] = (await page.me()).headers.getSetCookie();
  assertMatch(visitor, /^__Host-inyeon_visitor=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  const login = { username: mina.name, password: mina.password };
  const by = (origin: string) => page.ask("POST", "/api/auth/login/", login, { "inyeon-session": "cookie", origin });
  // a page that came by plain HTTP may be anybody's
  assertEquals(codeOf(await by(server.url)), "403 auth.cookie_foreign");
  const loggedIn = await by("https://inyeon.example");
  assertMatch(loggedIn.headers.getSetCookie()[0], /^__Host-inyeon_session=[^;]+; Path=\/; Max-Age=\d+; .*; Secure$/);
  assertEquals((await page.me()).status, 200);

  const renamed = cookieHeader(page.cookies).replaceAll("__Host-", "");
  const answer = await send(server, "GET", "/api/auth/me", undefined, { headers: { cookie: renamed } });
  assertEquals(codeOf(answer), "401 auth.required");
});

Deno.test("no list of sessions, export or answer shows a cookie", async () => {
  await using server = await testServer();
  const mina: Person = await person(server, { name: "mina" });
  const page = await pageOf(server, mina);
  const shown = await Promise.all(
    ["/api/auth/sessions/", "/api/users/me/export"].map((path) => page.ask("GET", path)),
  );
  for (const { status, body } of shown) {
    assertEquals(status, 200);
    for (const value of page.cookies.values()) assert(!JSON.stringify(body).includes(value));
  }
  const current = z.array(z.looseObject({ current: z.boolean() })).parse(shown[0].body);
  assertEquals(current.filter(({ current }) => current).length, 1);
});
