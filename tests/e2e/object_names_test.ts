import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { understood } from "../../src/realtime/protocol.ts";
import { crowd, type Person, person } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound } from "../support/sound.ts";
import { appoint } from "../support/staff.ts";
import { fitting, type Schema } from "./bad_values.ts";
import { filled, type Operation, operationsOf } from "./operations.ts";

/** What every object, function or promise has: a lookup by a name from outside that finds one of these is a bug. */
const names = [...Object.getOwnPropertyNames(Object.prototype), "prototype", "then", "length", "name", "toJSON"];

type Sent = { what: string; path: string; method: string; headers?: Record<string, string>; body?: BodyInit };

/** Sends them all, some at a time, and says which were too much for the server. */
async function failures(server: TestServer, all: Iterable<Sent>): Promise<string[]> {
  const failed: string[] = [];
  const waiting = [...all];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { what, path, ...init } = next;
      const answer = await fetch(server.url + path, init);
      const text = await answer.text();
      if (answer.status >= 500) failed.push(`${init.method} ${path}, ${what}: ${answer.status} ${text}`);
    }
  }));
  return failed;
}

/** JSON in which even `__proto__` is a name like others. */
const jsonWith = (fields: object, name: string, value: unknown) =>
  JSON.stringify(Object.fromEntries([...Object.entries(fields), [name, value]]));

function* inBodies({ method, json, form, ...of }: Operation, headers: Record<string, string>): Generator<Sent> {
  if (!json) return;
  const path = filled({ method, json, form, ...of });
  const good = Object(fitting(json));
  const typed = { ...headers, "content-type": "application/json" };
  for (const name of names) {
    for (const [field, { type }] of Object.entries<Schema>(json.properties ?? {})) {
      const values = type === "object" ? [name, { [name]: name }] : type === "array" ? [name, [name, name]] : [name];
      for (const value of values) {
        const what = `${field} is ${JSON.stringify(value)}`;
        yield { what, method, path, headers: typed, body: JSON.stringify({ ...good, [field]: value }) };
      }
    }
    yield { what: `a field ${name}`, method, path, headers: typed, body: jsonWith(good, name, "x") };
    if (!form) continue;
    const body = new FormData();
    for (const [field, value] of Object.entries(good)) body.set(field, String(value));
    body.set(name, name);
    body.set(`${name} too`, new File(["x"], name));
    yield { what: `form fields ${name}`, method, path, headers, body };
  }
}

function* inPlaces(operation: Operation, headers: Record<string, string>): Generator<Sent> {
  const { method, params, path, json } = operation;
  const body = json && method !== "GET" ? JSON.stringify(fitting(json)) : undefined;
  const common = { method, body, headers: { ...headers, ...(body && { "content-type": "application/json" }) } };
  const quick = path === "/api/match/random/" ? "wait=0&" : "";
  for (const name of names) {
    for (const param of params.filter((param) => param.in === "path")) {
      yield { ...common, what: `${param.name} is ${name}`, path: path.replace(`{${param.name}}`, name) };
    }
    const asked = params.filter((param) => param.in === "query").map((param) => `${param.name}=${name}`);
    const query = `${quick}${[...asked, `${name}=${name}`, `${name}=1`].join("&")}`;
    yield { ...common, what: `a query of ${name}`, path: `${filled(operation)}?${query}` };
  }
}

function* inHeadersAndPaths({ access }: Person): Generator<Sent> {
  const token = { authorization: `Bearer ${access}` };
  const body = JSON.stringify({ payment_token: "x", provider: "constructor" });
  for (const name of names) {
    const headers: Record<string, string>[] = [
      ...["accept-language", "content-type", "content-encoding", "idempotency-key", "x-request-id", "origin", "cookie"]
        .map((header) => ({ [header]: name })),
      ...[name, `Bearer ${name}`, `${name} ${access}`].map((authorization) => ({ authorization })),
    ];
    for (const sent of headers) {
      const all = { "content-type": "application/json", ...token, ...sent };
      const what = `headers ${JSON.stringify(sent)}`;
      yield { what, method: "POST", path: "/api/gem/charge/", headers: all, body };
      yield { what, method: "GET", path: "/api/user/profile/", headers: all };
      yield { what, method: "GET", path: "/ws", headers: all };
    }
    for (const folder of ["", "/api", "/media", "/docs", "/call", "/saju", "/api/gem/refunds"]) {
      yield { what: "a path", method: "GET", path: `${folder}/${name}` };
      yield { what: "a path", method: "POST", path: `${folder}/${name}`, headers: token, body };
    }
    yield { what: "a method", method: name, path: "/api/gem/balance/", headers: token };
  }
}

Deno.test("names that every object has are names like others, wherever they are sent", async (t) => {
  await using server = await testServer();
  const operations = await operationsOf(server);
  // a person each: some of what is asked for ends the asker's session or account
  const people = await crowd(server, operations.map((_, n) => ({ name: `person ${n}` })));
  let sent = 0;
  function* counted(all: Iterable<Sent>): Generator<Sent> {
    for (const one of all) {
      sent++;
      yield one;
    }
  }

  await t.step("in bodies, paths and queries of every endpoint", async () => {
    for (const [n, operation] of operations.entries()) {
      // so many logins from one address would be refused for that
      await server.system.sql`DELETE FROM login_attempts`;
      // where a password is asked for, somebody who has one
      const comparesPassword = /password/.test(Object.keys(operation.json?.properties ?? {}).join());
      const asker = comparesPassword ? await person(server, { name: `known ${n}` }) : people[n];
      await appoint(server, asker);
      const headers: Record<string, string> = operation.isOpen ? {} : { authorization: `Bearer ${asker.access}` };
      assertEquals(await failures(server, counted(inBodies(operation, headers))), []);
      assertEquals(await failures(server, counted(inPlaces(operation, headers))), []);
    }
    assert(sent > 3_000, `only ${sent} requests were sent`);
  });

  await t.step("in headers, paths and methods", async () => {
    const [someone] = await crowd(server, [{ name: "someone" }]);
    assertEquals(await failures(server, inHeadersAndPaths(someone)), []);
  });

  await t.step("in frames of a socket", async () => {
    const [someone] = await crowd(server, [{ name: "someone else" }]);
    for (const name of names) {
      // one each: so many frames at once would be too many
      await using socket = await openSocket(server, someone);
      assertEquals((await socket.ask(name)).data.code, "socket.unknown_type", name);
      for (const [type, schema] of Object.entries(understood)) {
        if (type === "auth" || type === "resume") continue;
        const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
        const fields = Object.fromEntries([...known, name].map((field) => [field, name]));
        const { data } = await socket.ask(type, fields);
        assert(!String(data.code).startsWith("server."), `${type} with ${JSON.stringify(fields)}: ${data.code}`);
      }
    }
  });
  await assertSound(server.system);
});
