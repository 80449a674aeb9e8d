import { assert, assertEquals } from "@std/assert";
import { generateKeyPair, SignJWT } from "jose";
import { z } from "zod";
import type { NamedAccess } from "../src/http/access.ts";
import { operationsOf } from "./e2e/operations.ts";
import { access, apps, owned } from "./support/apps.ts";
import { type Answer, codeOf, crowd, type Person, send } from "./support/client.ts";
import { eventually } from "./support/eventually.ts";
import { matrices, type Requests, type Thing } from "./support/matrix.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { appoint, idOf } from "./support/staff.ts";
import { suspendAccount } from "./support/commands.ts";

const rows: [string, NamedAccess][] = Object.entries(access);
const openapi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** What tells someone that it is not for them. */
const barred = /^(401 auth\.(required|token_invalid|session_ended)|403 (auth\.staff_only|account\.suspended))$/;

type Things = Record<string, string>;
type Asks = (endpoint: NamedAccess, things: Things) => Promise<Answer>;

const brought = new Map(await matrices());
/** How the requests of an app are made, by the name of each of its endpoints. */
const requests = new Map<string, Requests>(
  apps.flatMap(({ name, access }) =>
    Object.keys(access).map((one) => [one, brought.get(name)?.requests ?? {}] as const)
  ),
);
const thingsMade: [string, Thing][] = [...brought.values()].flatMap(({ things }) => Object.entries(things ?? {}));

/** Endpoints that name what looks like a thing of somebody's without saying `of`, and why. */
const ofNobody: Record<string, string> = {
  giveGems: "a block hides one's own call, too; tests/gems/give_gems_test.ts tries a stranger",
  grantGems: "the id is a user's, and whoever asks is staff",
  suspendAccount: "the id is a user's, and whoever asks is staff",
  reinstateAccount: "the id is a user's, and whoever asks is staff",
};

/** A request as good as one can be without knowing what the endpoint does: the ids it names are there. */
function asking(server: TestServer, token: string | undefined): Asks {
  const kinds = new Map(thingsMade);
  return async ({ method, path, of, operation = "" }, things) => {
    const { body: usual, of: each } = requests.get(operation) ?? {};
    const { query = "", params, body: own } = each?.[operation] ?? {};
    const named = of === undefined ? {} : kinds.get(of)?.names(things[of]);
    const inPath = path.replace(/\{(\w+)\}/g, (_, name) => String({ ...params, ...named }[name] ?? 1));
    const body = own ?? (method === "GET" || method === "DELETE" ? undefined : { ...named, ...usual });
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return await send(server, method, inPath + query, body, { headers });
  };
}

function expired(server: TestServer, { access }: Person): Promise<string> {
  const { sub, sid } = claimsOf(access);
  return server.system.tokens.access({ userId: Number(sub), sessionId: sid }, new Date(Date.now() - 3_600_000));
}

/** What to do about an endpoint that does not understand its request. */
function whatToDo(name: string, code: string): string {
  if (code !== "422 request.invalid") return "";
  const app = apps.find(({ access }) => Object.hasOwn(access, name))?.name;
  return `. Nobody gets as far as whose it is: add its body to \`requests\` in tests/${app}/matrix.ts`;
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
  await using server = await testServer({ apps });
  const { body } = await send(server, "GET", "/openapi.json");
  const served = Object.entries(openapi.parse(body).paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  assertEquals(served.sort(), rows.map(([, { method, path }]) => `${method} ${path}`).sort());
});

Deno.test("of every kind of thing that belongs to people one is made", () => {
  assertEquals(thingsMade.map(([kind]) => kind).sort(), Object.keys(owned).sort());
});

Deno.test("an endpoint that names what belongs to people says so, and strangers are tried", async () => {
  await using server = await testServer({ apps });
  const names = new Map(thingsMade.map(([kind, thing]) => [kind, Object.keys(thing.names("1")).concat(`${kind}_id`)]));
  const operations = await operationsOf(server);
  const wrong = rows.flatMap(([name, { method, path, of }]) => {
    const { params, json, form } = operations.find((one) => one.method === method && one.path === path) ?? {};
    const fields = [json, form].flatMap((schema) => Object.keys(schema?.properties ?? {}));
    const named = [...(params ?? []).map(({ name }) => name), ...fields];
    const kinds = [...names].filter(([, fields]) => fields.some((field) => named.includes(field))).map(([kind]) =>
      kind
    );
    if ((kinds.length > 0 && of === undefined) === Object.hasOwn(ofNobody, name)) return [];
    return Object.hasOwn(ofNobody, name) ? [`${name} need not be in \`ofNobody\`.`] : [
      `${name} names ${kinds.map((kind) => `a ${kind}`).join(" or ")}: say \`of: "${kinds[0]}"\` in its app's ` +
      `access.ts, so that strangers are tried here, or put it into \`ofNobody\` of tests/access_test.ts with a reason.`,
    ];
  });
  assertEquals(wrong, []);
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
  await using server = await testServer({ apps });
  const [one, two, three, stranger, gone, barredOne, bystander] = await crowd(
    server,
    ["one", "two", "three", "stranger", "gone", "barred", "bystander"].map((name) => ({ name, age: 25 })),
  );
  const things: Things = {};
  const owners: Record<string, Person> = {};
  for (const [kind, { make }] of thingsMade) {
    ({ id: things[kind], owner: owners[kind] } = await make({ server, one, two, three, things }));
  }
  await gone.post("/api/auth/logout/", { refresh: gone.refresh });
  await appoint(server, bystander);
  const suspend = async (someone: Person) => {
    const input = { userId: idOf(someone), reason: "test", until: null };
    await server.system.run(suspendAccount, input, { me: idOf(bystander), correlationId: "test" });
    await eventually(() => server.system.standing.refusal(idOf(someone)));
  };
  await suspend(barredOne);

  const forged = await forgeries(stranger, one);
  const counts: Record<string, number> = {};
  let made = 0;
  const fresh = async (kind: string) => (await crowd(server, [{ name: `${kind} ${made++}` }]))[0];

  for (const [name, endpoint] of rows) {
    const expect = async (who: string, token: string | undefined, expected: string | RegExp) => {
      const code = codeOf(await asking(server, token)(endpoint, things));
      const said = `${name} for ${who}: ${code}, expected ${expected}${whatToDo(name, code)}`;
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
    const isLetIn = !barred.test(code) && code !== "422 request.invalid" &&
      code !== `404 ${owned[endpoint.of].unknown}`;
    assert(isLetIn, `${name} for its owner: ${code}${whatToDo(name, code)}`);
    counts["its owner"] = (counts["its owner"] ?? 0) + 1;
  }
  console.table(counts);
  console.log(`${Object.values(counts).reduce((sum, n) => sum + n, 0)} requests to ${rows.length} endpoints`);
});
