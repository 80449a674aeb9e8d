import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { z } from "zod";
import { sessions } from "../../projections/accounts/sessions.ts";
import { openSessionCookie } from "../../src/accounts/session_cookie.ts";
import { suspendAccount } from "../support/commands.ts";
import { codeOf, type Door, person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { cookieHeader, openPage, type Page, pageOf } from "../support/page.ts";
import { childServer, serverOn, testClock, testInstallation, testServer } from "../support/server.ts";
import { appoint, idOf } from "../support/staff.ts";

const session = "inyeon_session";
const day = 24 * 3600;
const listed = z.array(z.looseObject({ id: z.string(), current: z.boolean() }));

/** The id of a page's own session. */
async function idOfSession(page: Page): Promise<string> {
  const [{ id }] = listed.parse((await page.ask("GET", "/api/auth/sessions/")).body).filter(({ current }) => current);
  return id;
}

/** A page's socket, once it is let in; `closed` is the code it is closed with. */
async function socketOf(door: Door, page: Page, { origin }: { origin?: string } = { origin: door.url }) {
  const headers = { ...(origin ? { origin } : {}), cookie: cookieHeader(page.cookies) };
  const socket = new WebSocket(`${door.url.replace("http", "ws")}/ws`, { headers, protocols: ["inyeon.v1"] });
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  const first = new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(JSON.parse(data).type);
    socket.onerror = () => resolve("refused");
  });
  // a stranger gets no welcome, but an error
  socket.onopen = () => origin === door.url || socket.send('{"type":"ping","id":1}');
  return { first: await first, closed, close: () => socket.close() };
}

Deno.test("a page's socket needs no token, where the Origin is ours", async () => {
  await using server = await testServer();
  const page = await pageOf(server, await person(server, { name: "mina" }));
  const origins: [origin: string | undefined, first: string][] = [
    [server.url, "welcome"],
    ["https://elsewhere.example", "error"],
    ["null", "error"],
    [`${server.url}1`, "error"],
    [undefined, "error"],
  ];
  for (const [origin, first] of origins) {
    const socket = await socketOf(server, page, { origin });
    assertEquals(socket.first, first, origin);
    socket.close();
    await socket.closed;
  }
  page.cookies.set(session, "A".repeat(54));
  assertEquals((await socketOf(server, page)).first, "refused");
});

Deno.test("logging out deletes the cookie, and who kept it gets nothing for it", async () => {
  await using server = await testServer();
  const page = await pageOf(server, await person(server, { name: "mina" }));
  const kept = openPage(server, new Map(page.cookies));
  const socket = await socketOf(server, page);
  const out = await page.ask("DELETE", "/api/auth/session");
  assertEquals([out.status, page.cookies.has(session)], [200, false]);
  assertEquals(await socket.closed, 4502);
  assertEquals(codeOf(await kept.me()), "401 auth.session_ended");
  assertEquals(codeOf(await page.me()), "401 auth.required");
  assertEquals(codeOf(await page.ask("DELETE", "/api/auth/session")), "401 auth.required");
});

Deno.test("a session that is ended elsewhere is worth nothing within a second, on every process", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const mina = await person(server, { name: "mina" });
  const page = await pageOf(server, mina);
  const there = page.at(second);
  assertEquals((await there.ask("PUT", "/api/match/location/", { latitude: 37.5, longitude: 127 })).status, 200);
  const socket = await socketOf(second, there);
  assertEquals((await mina.del(`/api/auth/sessions/${await idOfSession(page)}`)).status, 200);
  await eventually(async () => (await there.me()).status === 401, 1_000);
  assertEquals([codeOf(await page.me()), codeOf(await there.me())], Array(2).fill("401 auth.session_ended"));
  assertEquals(await socket.closed, 4502);
});

Deno.test("a session that ended long ago stays so, and one of tokens has no cookie", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  await using second = await server.another();
  const mina = await person(server, { name: "mina" });
  const [page, later] = [await pageOf(server, mina), await pageOf(server, mina)];
  const kept = [page, page.at(second)].map((each) => openPage(each, new Map(page.cookies)));
  for (const each of kept) assertEquals((await each.me()).status, 200);
  await page.ask("DELETE", "/api/auth/session");
  // by then no access token of it is good any more, and what was noted of its end is forgotten
  clock.advance(2 * 3600);
  await later.ask("DELETE", "/api/auth/session");
  await eventually(async () => codeOf(await kept[1].me()) === "401 auth.session_ended");
  assertEquals(codeOf(await kept[0].me()), "401 auth.session_ended");

  const { sid } = z.looseObject({ sid: z.string() }).parse(decodeJwt((await mina.loggedIn()).access));
  const made = openSessionCookie(server.system.secrets.derive("session cookies")).write(sid);
  assertEquals(codeOf(await openPage(server, new Map([[session, made]])).me()), "401 auth.session_ended");
});

Deno.test("a changed password and an erasure end it, a suspension does what it does to a token", async () => {
  await using server = await testServer();
  const [mina, sora, gone] = [
    await person(server, { name: "mina" }),
    await person(server, { name: "sora" }),
    await person(server, { name: "gone" }),
  ];
  const [minas, soras, gones] = [
    await pageOf(server, mina),
    await pageOf(server, sora),
    await pageOf(server, gone),
  ];
  await mina.put("/api/user/password/", { current_password: mina.password, new_password: "correct horse 2" });
  assertEquals(codeOf(await minas.me()), "401 auth.session_ended");
  assertEquals((await gones.ask("POST", "/api/users/me/erase", { password: gone.password })).status, 200);
  assertEquals(codeOf(await gones.me()), "401 auth.session_ended");

  const staff = await appoint(server, mina);
  const socket = await socketOf(server, soras);
  const suspension = { userId: idOf(sora), reason: "test", until: null };
  await server.system.run(suspendAccount, suspension, { me: idOf(staff), correlationId: "test" });
  assertEquals(await socket.closed, 4503);
  assertEquals(codeOf(await soras.ask("GET", "/api/gem/balance/")), "403 account.suspended");
  assertEquals((await soras.me()).status, 200, "as with a token");
});

Deno.test("a restarted server still knows its pages, their sockets too, and its lines hold none of their secrets", async () => {
  await using place = await testInstallation();
  let page: Page;
  {
    await using server = await serverOn(place);
    page = await pageOf(server, await person(server, { name: "mina" }));
  }
  await using child = await childServer(place);
  const there = page.at(child);
  const socket = await socketOf(child, there);
  assertEquals((await there.ask("PUT", "/api/match/location/", { latitude: 37.5, longitude: 127 })).status, 200);
  assertEquals((await there.ask("DELETE", "/api/auth/session")).status, 200);
  assertEquals(await socket.closed, 4502);
  assert(child.lines.some((line) => line.includes("/api/auth/session")));
  for (const secret of [...page.cookies.values(), page.csrfToken ?? ""]) {
    assert(secret !== "" && !child.lines.join("\n").includes(secret));
  }
});

Deno.test("a session that was seen once is known without a look at the database", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const page = await pageOf(server, await person(server, { name: "mina" }));
  assertEquals((await page.me()).status, 200);
  const { sql, registry } = server.system;
  await sql.begin(async (locked) => {
    // whoever reads it now waits
    await locked`LOCK TABLE ${registry.table(sessions)} IN ACCESS EXCLUSIVE MODE`;
    assertEquals(codeOf(await page.ask("POST", "/api/match/decision/", {})), "422 request.invalid");
    const made = openPage(server, new Map([[session, "A".repeat(54)]]));
    assertEquals(codeOf(await made.me()), "401 auth.cookie_invalid");
    // one that this process has not seen waits, but not for long
    assertEquals(codeOf(await page.at(second).me()), "503 server.busy");
  });
});

Deno.test("a session ends 30 days after it was last used, and its use extends the same cookie", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  await using second = await server.another();
  const page = await pageOf(server, await person(server, { name: "mina" }));
  const cookie = page.cookies.get(session);
  const extended = async () => {
    const { system: { sql, registry } } = server;
    const [row] = await sql<{ generation: number }[]>`
      SELECT generation FROM ${registry.table(sessions)} ORDER BY started_at DESC LIMIT 1`;
    return row.generation;
  };
  clock.advance(day / 2);
  assertEquals((await page.me()).headers.getSetCookie(), []);
  clock.advance(19 * day);
  const [again] = (await page.me()).headers.getSetCookie();
  assertEquals(again.split(";")[0], `${session}=${cookie}`);
  assert(again.includes("Max-Age=2592000"));
  await eventually(async () => await extended() === 1);
  await eventually(async () => (await page.me()).headers.getSetCookie().length === 0);

  clock.advance(29 * day);
  assertEquals((await page.at(second).me()).status, 200);
  await eventually(async () => await extended() === 2);
  clock.advance(30 * day + 1);
  for (const door of [server, second]) assertEquals(codeOf(await page.at(door).me()), "401 auth.session_ended");
  assertEquals(codeOf(await page.ask("DELETE", "/api/auth/session")), "401 auth.session_ended");
});

Deno.test("of a cookie its hash alone is stored", async () => {
  await using server = await testServer();
  const page = await pageOf(server, await person(server, { name: "mina" }));
  const { sql } = server.system;
  const tables = await sql<{ name: string }[]>`
    SELECT quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  assert(tables.length > 10);
  for (const { name } of tables) {
    const rows = await sql.unsafe(`SELECT t::text AS text FROM ${name} t`);
    const text = rows.map(({ text }) => text).join("\n");
    for (const secret of [...page.cookies.values(), page.csrfToken ?? ""]) assert(!text.includes(secret), name);
  }
});
