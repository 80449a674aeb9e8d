import { assert, assertEquals } from "@std/assert";
import { generateKeyPair, SignJWT } from "jose";
import { z } from "zod";
import { access, owned } from "../src/apps.ts";
import type { Access } from "../src/http/access.ts";
import { suspendAccount } from "../src/safety/suspend_account.ts";
import { type Answer, callOf, codeOf, crowd, matched, type Person, send } from "./support/client.ts";
import { chatBetween } from "./chat/house.ts";
import { introductionFor } from "./saju/house.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { appoint, idOf } from "./support/staff.ts";

const rows: [string, Access][] = Object.entries(access);
const openapi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** What tells someone that it is not for them. */
const barred = /^(401 auth\.(required|token_invalid|session_ended)|403 (auth\.staff_only|account\.suspended))$/;

type Things = Record<string, string>;
type Asks = (endpoint: Access, things: Things) => Promise<Answer>;

/** The names under which a request names what belongs to somebody. */
const fields: Record<string, string> = {
  match: "match_id",
  call: "call_id",
  session: "id",
  block: "block_id",
  chat: "chat_id",
  introduction: "match_id",
};

/** What bodies hold besides the ids they name. */
const enough = {
  decision: "accept",
  rating: 5,
  reason: "other",
  wait: 0,
  content: "안녕하세요",
  client_id: "1",
  message_id: 1,
};

/** A request as good as one can be without knowing what the endpoint does: the ids it names are there. */
function asking(server: TestServer, token: string | undefined): Asks {
  return async ({ method, path, of }, things) => {
    const inPath = path.replace(
      /\{(\w+)\}/g,
      (_, name) => of && fields[of] === name ? things[of] : name === "provider" ? "development" : "1",
    );
    const named = of ? { [fields[of]]: Number(things[of]), call_session_id: things.call } : {};
    const body = method === "GET" || method === "DELETE" && path !== access.deleteAccount.path
      ? undefined
      : { ...named, ...enough };
    const query = path === access.requestMatch.path ? "?wait=0" : "";
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return await send(server, method, inPath + query, body, { headers });
  };
}

function expired(server: TestServer, { access }: Person): Promise<string> {
  const { sub, sid } = claimsOf(access);
  return server.system.tokens.access({ userId: Number(sub), sessionId: sid }, new Date(Date.now() - 3_600_000));
}

const claims = z.looseObject({ sub: z.string(), sid: z.string() });
const base64url = { alphabet: "base64url", omitPadding: true } as const;
const claimsOf = (token: string) =>
  claims.parse(JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(token.split(".")[1], base64url))));
const part = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).toBase64(base64url);

/** Tokens that are not ours, one a way of forging. */
async function forgeries(mine: Person, other: Person): Promise<Record<string, string>> {
  const [header, payload, signature] = mine.access.split(".");
  const { privateKey } = await generateKeyPair("EdDSA");
  const claims = claimsOf(mine.access);
  return {
    "alg none": `${part({ alg: "none", typ: "JWT" })}.${payload}.`,
    "another key": await new SignJWT(claims).setProtectedHeader({ alg: "EdDSA", typ: "JWT" }).sign(privateKey),
    "swapped claims": `${header}.${part({ ...claims, sub: claimsOf(other.access).sub })}.${signature}`,
    "a refresh token": mine.refresh,
  };
}

Deno.test("every endpoint has its row, and every row its endpoint", async () => {
  await using server = await testServer();
  const { body } = await send(server, "GET", "/openapi.json");
  const served = Object.entries(openapi.parse(body).paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  assertEquals(served.sort(), rows.map(([, { method, path }]) => `${method} ${path}`).sort());
});

Deno.test("only what needs no login is open without a token", () => {
  const open = rows.filter(([, { access }]) => access === "public").map(([, { method, path }]) => `${method} ${path}`);
  assertEquals(open.sort(), [
    "GET /.well-known/jwks.json",
    "POST /api/auth/login/",
    "POST /api/auth/password-reset/",
    "POST /api/auth/password-reset/confirm/",
    "POST /api/auth/refresh",
    "POST /api/auth/signup/",
    "POST /api/gem/refunds/{provider}/",
    "POST /api/user/email/verify/",
    "POST /api/users/login",
    "POST /api/users/register",
  ]);
});

Deno.test("every endpoint × everyone who may come: only what the table allows", async () => {
  await using server = await testServer();
  const [one, two, three, stranger, gone, barredOne, bystander] = await crowd(
    server,
    ["one", "two", "three", "stranger", "gone", "barred", "bystander"].map((name) => ({ name, age: 25 })),
  );
  const match = await matched(one, two);
  const call = await callOf(one, match);
  const chat = await chatBetween(server, [one, two]);
  const introduction = await introductionFor(server, { from: two, to: one });
  const { body: blocked } = await two.post("/api/blocks", { match_id: match });
  const things: Things = {
    match: String(match),
    call,
    chat: String(chat),
    introduction: String(introduction),
    session: claimsOf(three.access).sid,
    block: String(z.object({ block_id: z.int() }).parse(blocked).block_id),
  };
  await gone.post("/api/auth/logout/", { refresh: gone.refresh });
  await appoint(server, bystander);
  const suspend = async (someone: Person) => {
    const input = { userId: idOf(someone), reason: "test", until: null };
    await server.system.run(suspendAccount, input, { me: idOf(bystander), correlationId: "test" });
  };
  await suspend(barredOne);

  const owners: Record<string, Person> = {
    match: one,
    call: one,
    session: three,
    block: two,
    chat: one,
    introduction: one,
  };
  const forged = await forgeries(stranger, one);
  const counts: Record<string, number> = {};
  let made = 0;
  const fresh = async (kind: string) => (await crowd(server, [{ name: `${kind} ${made++}` }]))[0];

  for (const [name, endpoint] of rows) {
    const expect = async (who: string, token: string | undefined, expected: string | RegExp) => {
      const code = codeOf(await asking(server, token)(endpoint, things));
      const said = `${name} for ${who}: ${code}, expected ${expected}`;
      if (typeof expected === "string") assertEquals(code, expected, said);
      else assert(expected.test(code), said);
      counts[who] = (counts[who] ?? 0) + 1;
    };
    const allowed = /^(?!401 auth\.(required|token_invalid|session_ended)|403 (auth\.staff_only|account\.suspended))/;
    const isPublic = endpoint.access === "public";
    await expect("nobody", undefined, isPublic ? allowed : "401 auth.required");
    if (isPublic) continue;

    await expect("an expired token", await expired(server, stranger), "401 auth.token_invalid");
    for (const [how, token] of Object.entries(forged)) await expect(`forged, ${how}`, token, "401 auth.token_invalid");
    await expect("an ended session", gone.access, "401 auth.session_ended");
    if (endpoint.whileSuspended) {
      const suspended = await fresh("suspended");
      await suspend(suspended);
      const own = endpoint.of ? `404 ${owned[endpoint.of].unknown}` : allowed;
      await expect("someone suspended", suspended.access, own);
    } else await expect("someone suspended", barredOne.access, "403 account.suspended");

    const staffOnly = endpoint.access === "staff";
    const other = await fresh("other");
    await expect(
      "someone else",
      other.access,
      staffOnly ? "403 auth.staff_only" : endpoint.of ? `404 ${owned[endpoint.of].unknown}` : allowed,
    );
    const staff = await appoint(server, await fresh("staff"));
    await expect("staff", staff.access, endpoint.of ? `404 ${owned[endpoint.of].unknown}` : allowed);
    if (!endpoint.of) continue;
    const owner = owners[endpoint.of];
    const code = codeOf(await asking(server, owner.access)(endpoint, things));
    assert(!barred.test(code) && code !== `404 ${owned[endpoint.of].unknown}`, `${name} for its owner: ${code}`);
    counts["its owner"] = (counts["its owner"] ?? 0) + 1;
  }
  console.table(counts);
  console.log(`${Object.values(counts).reduce((sum, n) => sum + n, 0)} requests to ${rows.length} endpoints`);
});
