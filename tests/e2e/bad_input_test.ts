import { assert, assertEquals } from "@std/assert";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "zod";
import { problemSchema } from "../../src/http/problem.ts";
import { callOf, matched, paymentToken, type Person, person } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";
import { appoint } from "../support/staff.ts";
import { badForms, badJsonBodies } from "./bad_bodies.ts";
import { fitting, misfitting, misfittingTexts } from "./bad_values.ts";
import { filled, type Operation, operationsOf, patternIn } from "./operations.ts";

/** A request that must be refused. */
type Attempt = {
  what: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  /** The statuses it may be refused with; any 4xx where it does not matter. */
  status?: readonly number[];
};

let made = 0;

/** Sends what must be refused, and looks at each refusal: a problem in the language asked for. */
async function refused(server: TestServer, attempts: Iterable<Attempt> | AsyncIterable<Attempt>): Promise<void> {
  const head = await server.system.log.head();
  const sending = new Set<Promise<void>>();
  const wrong: string[] = [];
  for await (const attempt of attempts) {
    const language = made++ % 2 ? "en" : "ko";
    const one = attemptOne(server, attempt, language)
      .catch((error) =>
        void wrong.push(`${attempt.method} ${attempt.path.slice(0, 100)}: ${attempt.what}: ${error.message}`)
      )
      .finally(() => sending.delete(one));
    sending.add(one);
    if (sending.size >= 8) await Promise.race(sending);
  }
  await Promise.all(sending);
  assertEquals(wrong, []);
  assertEquals(await server.system.log.head(), head, "something was appended");
}

async function attemptOne(server: TestServer, attempt: Attempt, language: "ko" | "en"): Promise<void> {
  const { method, path, headers, body, status: allowed } = attempt;
  const response = await fetch(`${server.url}${path}`, {
    method,
    body,
    headers: { ...(language === "en" ? { "accept-language": "en" } : {}), ...headers },
  });
  const text = await response.text();
  const { status } = response;
  const shown = `${status} ${text.slice(0, 300)}`;
  assert(status >= 400 && status < 500, shown);
  assert(!allowed || allowed.includes(status), `${shown}, expected ${allowed}`);
  assert(response.headers.get("content-type")?.startsWith("application/problem+json"), shown);
  const problem = problemSchema.parse(JSON.parse(text));
  assertEquals([problem.status, problem.error], [status, problem.detail]);
  assert(problem.code.length > 3 && problem.type.endsWith(problem.code), shown);
  assertEquals(response.headers.get("content-language"), language);
  for (const sentence of [problem.detail, ...(problem.errors ?? []).map(({ message }) => message)]) {
    assertEquals(/[가-힣]/.test(sentence), language === "ko", sentence.slice(0, 200));
    assert(!patternIn.test(sentence), sentence);
  }
  if (problem.code === "request.invalid") assert(problem.errors?.length, shown);
  assert(text.length < 100_000, `an answer of ${text.length} characters`);
}

const json = { "content-type": "application/json" };
const bearer = (access: string) => ({ authorization: `Bearer ${access}` });

async function* badFields(operation: Operation, headers: Record<string, string>): AsyncGenerator<Attempt> {
  const { method, json: schema } = operation;
  if (!schema) return;
  const good = { ...fitting(schema) as Record<string, unknown> };
  const attempt = (what: string, value: unknown): Attempt => ({
    what,
    method,
    path: filled(operation),
    headers: { ...headers, ...json },
    body: JSON.stringify(value),
    status: [413, 422],
  });
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    for (const bad of misfitting(field)) {
      const text = JSON.stringify(bad) ?? "nothing";
      yield attempt(`${name} is ${text.slice(0, 60)} (${text.length})`, { ...good, [name]: bad });
    }
    if (!schema.required?.includes(name)) continue;
    const { [name]: _, ...rest } = good;
    yield attempt(`${name} is missing`, rest);
  }
  if (schema.required?.length) yield attempt("nothing is there", {});
  if (schema.required?.length) yield { ...attempt("", {}), what: "the body is empty", body: "" };
}

async function* badBodies(operation: Operation, headers: Record<string, string>): AsyncGenerator<Attempt> {
  const { method, json: schema, form } = operation;
  const path = filled(operation);
  if (schema) {
    for (const { what, type, bytes } of badJsonBodies({ ...fitting(schema) as Record<string, unknown> })) {
      yield { what, method, path, headers: { ...headers, ...(type ? { "content-type": type } : {}) }, body: bytes };
    }
  }
  if (!form) return;
  const uploads = Object.entries(form.properties ?? {}).filter(([, field]) => field.format === "binary");
  const good = { ...fitting(schema ?? { type: "object" }) as Record<string, unknown> };
  for await (const { what, type, bytes } of badForms(good, uploads[0][0])) {
    yield { what, method, path, headers: { ...headers, ...(type ? { "content-type": type } : {}) }, body: bytes };
  }
}

function* badParams(operation: Operation, headers: Record<string, string>): Generator<Attempt> {
  const { method, params } = operation;
  for (const param of params) {
    for (const text of misfittingTexts(param.schema)) {
      const what = `${param.name} is ${JSON.stringify(text.slice(0, 60))}`;
      const value = encodeURIComponent(text);
      const path = param.in === "path"
        ? operation.path.replace(`{${param.name}}`, value)
        : `${filled(operation)}?${param.name}=${value}`;
      const withBody = { headers: { ...json, ...headers }, ...bodyOf(operation) };
      yield { what, method, path, status: [404, 405, 422], ...withBody };
    }
    if (param.in === "query") {
      yield {
        what: `${param.name} twice`,
        method,
        path: `${filled(operation)}?${param.name}=1&${param.name}=2`,
        headers,
      };
    }
  }
}

/** A body that fits, so that something else is at fault. */
function bodyOf({ json: schema, method }: Operation): Pick<Attempt, "body"> {
  return schema && method !== "GET" ? { body: JSON.stringify(fitting(schema)) } : {};
}

/** Tokens that are no good, by what is wrong with them. */
async function badTokens(server: TestServer, someone: Person): Promise<Record<string, string>> {
  const [header, claims, signature] = someone.access.split(".");
  const encode = (value: unknown) =>
    new TextEncoder().encode(JSON.stringify(value))
      .toBase64({ alphabet: "base64url", omitPadding: true });
  const decoded = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(claims, { alphabet: "base64url" })));
  const { privateKey } = generateKeyPairSync("ed25519");
  const { kid, x } = server.system.secrets.jwtKeys[0];
  const forged = (more: Record<string, unknown>, key = privateKey) =>
    new SignJWT({ ...decoded, ...more }).setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" }).sign(key);
  const publicBytes = Uint8Array.fromBase64(String(x), { alphabet: "base64url" });
  const symmetric = `${encode({ alg: "HS256", kid, typ: "JWT" })}.${claims}`;
  const other = claims.slice(0, -2) + (claims.endsWith("A") ? "BB" : "AA");
  return {
    "no token": "",
    "no JWT": "x",
    "three dots": "a.b.c",
    "alg none": `${encode({ alg: "none", typ: "JWT" })}.${claims}.`,
    "alg none, signed": `${encode({ alg: "none", kid, typ: "JWT" })}.${claims}.${signature}`,
    "signed with the public key as a secret": `${symmetric}.${
      createHmac("sha256", publicBytes).update(symmetric).digest("base64url")
    }`,
    "signed by another": await forged({}),
    "another's claims under the signature": `${header}.${encode({ ...decoded, sub: "2" })}.${signature}`,
    "claims changed": `${header}.${other}.${signature}`,
    "without its signature": `${header}.${claims}.`,
    "expired": await server.system.tokens.access(
      { userId: Number(decoded.sub), sessionId: decoded.sid },
      new Date(Date.now() - 16 * 60_000),
    ),
    "a refresh token": someone.refresh,
    "a payment": await paymentToken(server),
    "very long": "x".repeat(30_000),
  };
}

const noHttp = [
  "TRACE /api/gem/balance/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "GET /api/gem/balance/ HTTP/1.1\r\nConnection: close\r\n\r\n",
  "GET /api/\x00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "GET http:// HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "nonsense\r\n\r\n",
  "GET / HTTP/9.9\r\n\r\n",
  "POST /api/auth/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}",
  "POST /api/auth/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
  "POST /api/auth/login/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
  `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\n${"X-A: b\r\n".repeat(2_000)}Connection: close\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${"b".repeat(600_000)}\r\nConnection: close\r\n\r\n`,
];

/** What is asked of paths that are not there, or with headers that make no sense. */
function nonsense(): Attempt[] {
  const get = (path: string, headers: Record<string, string> = {}): Attempt => ({
    what: JSON.stringify(headers).slice(0, 60),
    method: "GET",
    path,
    headers,
  });
  const nowhere = ["/api", "/api/none", "/API/GEM/BALANCE/", "/api/gem/balance//", "/%00", "/api/%ff"];
  const files = [
    "x.webp",
    "..%2fdevelopment_secrets.json",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "a".repeat(9_000),
    "%00",
  ];
  return [
    ...nowhere.map((path) => get(path)),
    ...files.flatMap((name) => [get(`/media/${name}`), get(`/docs/${name}`)]),
    get(`/api/${"a".repeat(60_000)}`),
    get(`/api/none?${"x=1&".repeat(15_000)}`),
    get(`/api/gem/balance/?${"x=1&".repeat(15_000)}`),
    get(`/api/none`, {
      "x-long": "y".repeat(30_000),
      "x-request-id": "' OR 1=1",
      "x-correlation-id": "z".repeat(999),
    }),
    get(`/api/none`, { cookie: "a=b; ".repeat(5_000), "user-agent": "", "content-type": ";;;", origin: "null" }),
    get(`/api/gem/balance/`, { "x-forwarded-for": "1.2.3.4", authorization: `Bearer ${"é"}` }),
  ];
}

/** What a stranger tries with a match, a call and the sessions of somebody, and with those that never were. */
async function tryOthers(
  { mina, stranger, match_id, call_session_id }: {
    mina: Person;
    stranger: Person;
    match_id: number;
    call_session_id: string;
  },
): Promise<Attempt[]> {
  const post = (path: string, body: unknown): Attempt => ({
    what: JSON.stringify(body),
    method: "POST",
    path,
    headers: { ...json, ...bearer(stranger.access) },
    body: JSON.stringify(body),
    status: [404],
  });
  const sessions = z.array(z.looseObject({ id: z.string() })).parse((await mina.get("/api/auth/sessions/")).body);
  const attempts: Attempt[] = [];
  for (const id of [match_id, match_id + 50, 2 ** 53 - 1]) {
    attempts.push(post("/api/match/decision/", { match_id: id, decision: "accept" }));
    attempts.push(post("/api/match/decision/", { match_id: id, decision: "reject" }));
    attempts.push(post("/api/call/start/", { match_id: id }));
  }
  for (const id of [call_session_id, "99", "999999999999999"]) {
    attempts.push(post("/api/call/end/", { call_session_id: id }));
    attempts.push(post("/api/history/rate/", { call_id: Number(id), rating: 1 }));
  }
  for (const id of [...sessions.map((session) => session.id), crypto.randomUUID()]) {
    const headers = bearer(stranger.access);
    attempts.push({ what: id, method: "DELETE", path: `/api/auth/sessions/${id}`, headers, status: [404] });
  }
  attempts.push({ ...post("/api/auth/logout/", { refresh: mina.refresh }), status: [401] });
  return attempts;
}

Deno.test("nothing bad is taken, by no endpoint, and each refusal says why", async (t) => {
  await using server = await testServer();
  const operations = await operationsOf(server);
  assert(operations.length >= 24, `only ${operations.length} operations`);
  const [mina, juno, stranger] = [
    await person(server, { name: "mina" }),
    await person(server, { name: "juno" }),
    await person(server, { name: "stranger" }),
  ];
  const match_id = await matched(mina, juno);
  const call_session_id = await callOf(mina, match_id);
  // whoever may ask for everything
  await appoint(server, stranger);
  const headersOf = ({ isOpen }: Operation) => isOpen ? {} : bearer(stranger.access);
  // so many failed logins from one address would be refused for that
  const calm = () => server.system.sql`DELETE FROM login_attempts`;

  await t.step("fields", async () => {
    for (const operation of operations) await refused(server, badFields(operation, headersOf(operation)));
  });

  await t.step("bodies, forms and images", async () => {
    const media = `${server.installation.dataDir}/media`;
    for (const operation of operations) {
      await calm();
      await refused(server, badBodies(operation, headersOf(operation)));
    }
    const files = await Array.fromAsync(Deno.readDir(media)).catch(() => []);
    assertEquals(files, [], "an image of a refused request was kept");
  });

  await t.step("paths and queries", async () => {
    for (const operation of operations) await refused(server, badParams(operation, headersOf(operation)));
  });

  await t.step("tokens", async () => {
    const tokens = await badTokens(server, mina);
    for (const operation of operations.filter(({ isOpen }) => !isOpen)) {
      const { method } = operation;
      const path = filled(operation);
      const status = [401];
      const attempts = Object.entries(tokens).map(([what, token]) => ({
        what,
        method,
        path,
        status,
        headers: { ...json, ...bearer(token) },
        ...bodyOf(operation),
      }));
      const headers = ["Basic bWluYTp4", "Bearer", "Token x", `Bearer ${mina.access} x`, mina.access, "Bearer ,"];
      const others = [{}, ...headers.map((authorization) => ({ authorization }))].map((more) => ({
        what: JSON.stringify(more).slice(0, 40),
        method,
        path,
        status,
        headers: { ...json, ...more },
        ...bodyOf(operation),
      }));
      await refused(server, [...attempts, ...others]);
    }
  });

  await t.step("methods", async () => {
    const byPath = Map.groupBy(operations, ({ path }) => path);
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "BREW", "get2"];
    for (const [, known] of byPath) {
      const taken = known.map(({ method }) => method);
      await refused(
        server,
        methods.filter((method) => !taken.includes(method)).map((method) => ({
          what: method,
          method,
          path: filled(known[0]),
          headers: bearer(stranger.access),
          status: [405],
        })),
      );
    }
  });

  await t.step("matches, calls and sessions of others, and those that never were", async () => {
    await refused(server, await tryOthers({ mina, stranger, match_id, call_session_id }));
  });

  await t.step("paths that are not there, headers that make no sense", async () => {
    await refused(server, nonsense());
    for (const key of ["", " ", "a b", "é", "x".repeat(256)]) {
      const keyed = operations.filter(({ takesKey }) => takesKey).map((operation) => ({
        what: `Idempotency-Key ${JSON.stringify(key.slice(0, 20))}`,
        method: operation.method,
        path: filled(operation),
        headers: { ...json, ...headersOf(operation), "idempotency-key": key },
        status: [422],
        ...bodyOf(operation),
      }));
      await refused(server, keyed);
    }
  });

  await t.step("what is no HTTP, or hardly", async () => {
    for (const request of noHttp) {
      made++;
      const status = await rawStatus(server, request);
      assert(status === undefined || status >= 400 && status < 500, `${request.slice(0, 60)}: ${status}`);
    }
    assertEquals((await stranger.get("/api/gem/balance/")).status, 200);
  });

  console.log(`${made} bad requests to ${operations.length} operations`);
  await assertSound(server.system);
});

/** The status that raw bytes are answered with; undefined when the connection is only closed. */
async function rawStatus(server: TestServer, request: string): Promise<number | undefined> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(server.url).port) });
  const bytes = Uint8Array.from(request, (c) => c.charCodeAt(0));
  const sent = (async () => {
    for (let n = 0; n < bytes.length;) n += await connection.write(bytes.subarray(n));
  })().catch(() => {});
  const buffer = new Uint8Array(64);
  const read = await connection.read(buffer).catch(() => null);
  await sent;
  return Number(/^HTTP\/1\.\d (\d{3})/.exec(new TextDecoder().decode(buffer.subarray(0, read ?? 0)))?.[1]) || undefined;
}
