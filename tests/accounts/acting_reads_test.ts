import { assertEquals } from "@std/assert";
import { z } from "zod";
import { access } from "../../src/apps.ts";
import type { Access } from "../../src/http/access.ts";
import { codeOf, isMatching, person } from "../support/client.ts";
import { cookieHeader, openPage, pageOf } from "../support/page.ts";
import { testServer } from "../support/server.ts";
import { appoint, idOf } from "../support/staff.ts";

const rows: Access[] = Object.values(access);

Deno.test("a GET that does something says so in the table, and needs the CSRF token by cookie", async () => {
  await using server = await testServer();
  const { log } = server.system;
  const mina = await appoint(server, await person(server, { name: "mina" }));
  const [other, third] = [await person(server, { name: "other" }), await person(server, { name: "third" })];
  const saju = { email: "mina@mail.example", name: "미나", birth_date: "1990-03-02", preferred_gender: "all" };
  assertEquals((await mina.put("/api/users/me", saju)).status, 200);
  await other.put("/api/users/me", { ...saju, email: "other@mail.example", name: "남" });
  await third.put("/api/users/me", { ...saju, email: "third@mail.example", name: "삼" });
  assertEquals((await other.get("/api/matches/recommendations")).status, 200);
  assertEquals((await other.post("/api/reports", { user_id: idOf(third), reason: "other" })).status, 201);
  const page = await pageOf(server, mina);

  const acted: string[] = [];
  for (const { method, path, acts } of rows) {
    if (method !== "GET") continue;
    const filled = path.replace(/\{\w+\}/g, "1").replace("random/", "random/?wait=0");
    const before = await log.head();
    const unsigned = await page.ask("GET", filled, undefined, { "x-csrf-token": "" });
    assertEquals(codeOf(unsigned) === "403 auth.csrf_invalid", acts === true, `${path}: ${codeOf(unsigned)}`);
    assertEquals(await log.head(), before, `${path} does something, and access does not say so`);
    if (!acts) continue;
    await page.ask("GET", filled);
    if (await log.head() > before) acted.push(path);
  }
  assertEquals(acted.sort(), [
    "/api/admin/reports/{report_id}",
    "/api/match/random/",
    "/api/matches/recommendations",
  ]);
});

Deno.test("a HEAD only looks, so it needs no CSRF token and does nothing", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const page = await pageOf(server, mina);
  const headers = { cookie: cookieHeader(page.cookies) };
  const looked = await fetch(`${server.url}/api/match/random/?wait=0`, { method: "HEAD", headers });
  assertEquals([looked.status, await looked.text()], [202, ""]);
  assertEquals(await isMatching(mina), false);
});

const me = z.strictObject({
  user_id: z.int(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  roles: z.array(z.string()),
  profiles: z.array(z.string()),
});

Deno.test("GET /api/auth/me tells who is there, their roles, and the apps whose profile is complete", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const first = me.parse((await mina.get("/api/auth/me")).body);
  assertEquals({ ...first, user_id: 0 }, {
    user_id: 0,
    username: "mina",
    email: null,
    email_verified: false,
    roles: [],
    profiles: ["calls"],
  });
  await mina.put("/api/users/me", { email: "mina@mail.example", name: "미나", birth_date: "1990-03-02" });
  await appoint(server, mina);
  const then = me.parse((await mina.get("/api/auth/me")).body);
  assertEquals([then.email, then.roles, then.profiles], ["mina@mail.example", ["operator"], ["calls", "saju"]]);

  const visitor = await openPage(server).me();
  assertEquals([codeOf(visitor), visitor.headers.has("x-csrf-token")], ["401 auth.required", true]);
  const program = await mina.get("/api/auth/me", { headers: { authorization: "Bearer x" } });
  assertEquals([program.headers.get("x-csrf-token"), program.headers.getSetCookie()], [null, []]);
});
