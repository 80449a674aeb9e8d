import { assert, assertEquals, assertMatch } from "@std/assert";
import { z } from "zod";
import { shaped } from "../../src/http/fields.ts";
import { describeIssues } from "../../src/http/issues.ts";
import { as, json, problemOf, testApp } from "./house.ts";

const app = testApp();
const post = (init: RequestInit) => app.request("/api/echo/", init);
const english = { "accept-language": "en" };

Deno.test("a JSON body is taken, unknown fields are ignored", async () => {
  const response = await post(json({ name: "가", age: 3, extra: 1, __proto__: 2 }));
  assertEquals([response.status, await response.json()], [201, { name: "가", age: 3, imageBytes: 0 }]);
});

Deno.test("what is not JSON is 400 and does not quote the body", async () => {
  for (const body of ['{"password":"hush', "{'a':1}", "nul"]) {
    const found = await problemOf(await post(json(body, english)));
    assertEquals([found.status, found.code], [400, "request.unreadable"]);
    assert(!found.detail.includes("hush"));
  }
  const bytes = Uint8Array.from([...new TextEncoder().encode('{"name":"'), 0xff, ...new TextEncoder().encode('"}')]);
  const found = await problemOf(await post({ ...json(""), body: bytes }));
  assertEquals(found.status, 400);
  assertMatch(found.detail, /UTF-8/);
});

Deno.test("JSON that is no object, or too deep, is 422", async () => {
  for (const body of ["[]", "1", '"x"', "null", `{"a":${"[".repeat(40)}${"]".repeat(40)}}`]) {
    assertEquals((await problemOf(await post(json(body)))).code, "request.invalid");
  }
  assertEquals((await post(json("[".repeat(500_000)))).status, 400);
  assertEquals((await post(json(`{"a":${"[".repeat(400_000)}${"]".repeat(400_000)}}`))).status, 422);
});

Deno.test("an empty body is {}: the fields it lacks are named", async () => {
  const found = await problemOf(await post({ method: "POST", headers: english }));
  assertEquals(found.status, 422);
  assertEquals(found.errors, [
    { path: "name", message: "is required: send text." },
    { path: "age", message: "is required: send a number." },
  ]);
});

Deno.test("errors name the path and say what to send, in both languages, and never the value", async () => {
  const bad = { name: "", age: 100, kind: "hush", range: [1, "x"], on: "true", note: 7 };
  const found = await problemOf(await post(json(bad, english)));
  assertEquals(found.errors, [
    { path: "name", message: "must have at least 1 character." },
    { path: "age", message: "must be at most 99." },
    { path: "kind", message: "must be one of a, b." },
    { path: "range.1", message: "must be a number, not text." },
    { path: "on", message: "must be true or false, not text." },
    { path: "note", message: "must be text, not a number." },
  ]);
  const korean = await problemOf(await post(json(bad)));
  assertEquals(korean.errors?.[1], { path: "age", message: "99 이하여야 합니다." });
  assert(!JSON.stringify([found, korean]).includes("hush"));
});

Deno.test("text has neither control characters nor broken surrogates; its length counts characters", async () => {
  for (const name of ["a\u0000", "\ud800", "a\u0007", "a\nb", "a\u2028"]) {
    assertEquals((await problemOf(await post(json({ name, age: 1 })))).errors?.[0].path, "name");
  }
  // Also in fields that no schema looks into.
  assertEquals(
    (await problemOf(await post(json({ name: "a", age: 1, other: { x: ["\u0000"] } })))).errors?.[0].path,
    "other.x.0",
  );
  assertEquals((await post(json({ name: "😀".repeat(10), age: 1 }))).status, 201);
  assertEquals((await post(json({ name: "😀".repeat(11), age: 1 }))).status, 422);
  const lines = await post(json({ name: "a", age: 1, note: "a\r\nb\t" }));
  assertEquals((await lines.json()).note, "a\nb\t");
});

Deno.test("another Content-Type is 415", async () => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=euc-kr", ""]) {
    const found = await problemOf(await post({ method: "POST", headers: { "content-type": type }, body: "{}" }));
    assertEquals(found.code, "request.media_type");
  }
  const utf8 = json({ name: "a", age: 1 }, { "content-type": 'Application/JSON; charset="UTF-8"' });
  assertEquals((await post(utf8)).status, 201);
});

Deno.test("a body that is compressed, or encoded in any way, is 415 and asked for as it is", async () => {
  const plain = new TextEncoder().encode('{"name":"a","age":1}');
  const zipped = new Uint8Array(
    await new Response(new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  const sends: [string, Uint8Array<ArrayBuffer>][] = [
    ["gzip", zipped],
    ["GZIP", zipped],
    ["identity, gzip", zipped],
    ["br", plain],
    ["x".repeat(500), plain],
  ];
  for (const [encoding, body] of sends) {
    const headers = { "content-type": "application/json", "content-encoding": encoding };
    for (const language of ["ko", "en"]) {
      const response = await post({ method: "POST", headers: { ...headers, "accept-language": language }, body });
      assertEquals(response.headers.get("accept-encoding"), "identity");
      const found = await problemOf(response);
      assertEquals([found.status, found.code], [415, "request.content_encoding"], encoding);
      assertMatch(found.detail, /Content-Encoding/);
      assert(found.detail.length < 150);
    }
  }
  for (const encoding of ["identity", "Identity", ""]) {
    const headers = { "content-type": "application/json", "content-encoding": encoding };
    assertEquals((await post({ method: "POST", headers, body: plain })).status, 201, encoding);
  }
  const form = new FormData();
  form.append("name", "a");
  form.append("age", "1");
  const zippedForm = await post({ method: "POST", headers: { "content-encoding": "deflate" }, body: form });
  assertEquals((await problemOf(zippedForm)).code, "request.content_encoding");
  const get = { headers: { ...as("user-7"), "content-encoding": "gzip" } };
  assertEquals((await app.request("/api/things/5", get)).status, 200, "there is no body");
});

Deno.test("a body over the limit is 413, whatever its Content-Length says", async () => {
  const large = JSON.stringify({ name: "a", age: 1, other: "x".repeat(1_000_001) });
  assertEquals((await post(json(large))).status, 413);
  const lying = json(large, { "content-length": "10" });
  assertEquals((await post(lying)).status, 413);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      sent++;
      controller.enqueue(new Uint8Array(100_000));
    },
  });
  const found = await problemOf(await post({ ...json(""), body: endless }));
  assertEquals(found.code, "request.too_large");
  assert(sent < 15, `read ${sent} chunks`);
  const form = {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body: new Uint8Array(16_000_001),
  };
  assertEquals((await post(form)).status, 413);
});

Deno.test("a JSON body of 1 MB is read, and no more", async () => {
  const weighing = (bytes: number) => {
    const body = { name: "a", age: 1, other: "" };
    return JSON.stringify({ ...body, other: "x".repeat(bytes - JSON.stringify(body).length) });
  };
  assertEquals((await post(json(weighing(1_000_000)))).status, 201);
  assertEquals((await post(json(weighing(1_000_001)))).status, 413);
});

Deno.test("a body that does not arrive in time is 408", async () => {
  const app = testApp({ bodyLimits: { jsonTimeoutSec: 0.05 } });
  const never = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (c) => c.enqueue(new Uint8Array(1)) });
  const found = await problemOf(await app.request("/api/echo", { ...json(""), body: never }));
  assertEquals(found.code, "request.timeout");
});

Deno.test("a form's strings become what the schema wants, its file arrives as bytes", async () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ name: "가나", age: "30", range: "[20,30]", on: "true", kind: "" })) {
    form.append(name, value);
  }
  form.append("image", new Blob([new Uint8Array(1234)]), "a.png");
  form.append("other", new Blob(["x"]), "b.png");
  const response = await post({ method: "POST", body: form });
  assertEquals(await response.json(), { name: "가나", age: 30, range: [20, 30], on: true, imageBytes: 1234 });
});

Deno.test("repeated form fields are an array where one is wanted; values that fit nothing are refused", async () => {
  const form = new FormData();
  for (const [name, value] of [["name", "a"], ["age", "30"], ["range", "20"], ["range", "30"]]) {
    form.append(name, value);
  }
  assertEquals((await (await post({ method: "POST", body: form })).json()).range, [20, 30]);
  form.append("age", "31");
  assertEquals((await problemOf(await post({ method: "POST", body: form }))).errors?.[0].path, "age");
  for (const age of ["3.5", "abc", "", "1e3", "0x10", "9".repeat(500)]) {
    const form = new FormData();
    form.append("name", "a");
    form.append("age", age);
    assertEquals((await problemOf(await post({ method: "POST", body: form }))).status, 422, age);
  }
});

const part = (head: string, value: string) => `--b\r\n${head}\r\n\r\n${value}\r\n`;
const named = (name: string) => `Content-Disposition: form-data; name="${name}"`;

Deno.test("a malformed form is 400", async () => {
  const bodies = {
    "no end": part(named("name"), "a"),
    "no name": part("Content-Disposition: form-data", "a") + "--b--\r\n",
    "no disposition": part("X: y", "a") + "--b--\r\n",
    "cut off": part(named("name"), "a") + "--b\r\nContent-Disp",
    "no parts at all": "hello",
    "too many parts": part(named("x"), "").repeat(300) + "--b--\r\n",
    "a long header": `--b\r\nX: ${"y".repeat(20_000)}\r\n\r\n\r\n--b--\r\n`,
  };
  for (const [what, body] of Object.entries(bodies)) {
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    assertEquals((await post({ method: "POST", headers, body })).status, 400, what);
  }
  const unnamed = { method: "POST", headers: { "content-type": "multipart/form-data" }, body: "x" };
  assertEquals((await post(unnamed)).status, 400);
  const bytes = Uint8Array.from([
    ...new TextEncoder().encode(`--b\r\n${named("name")}\r\n\r\n`),
    0xff,
    13,
    10,
    45,
    45,
    98,
    45,
    45,
  ]);
  const latin = { method: "POST", headers: { "content-type": "multipart/form-data; boundary=b" }, body: bytes };
  assertEquals((await post(latin)).status, 400);
});

Deno.test("a form is read with all that RFC 2046 allows around its parts", async () => {
  const body = (boundary: string, ends = `--${boundary}--\r\n`) =>
    [["name", "a"], ["age", "1"]].map(([name, value]) => `--${boundary}\r\n${named(name)}\r\n\r\n${value}\r\n`).join(
      "",
    ) + ends;
  const forms: Record<string, [string, string]> = {
    "a preamble": ["boundary=b", `This is a form.\r\n${body("b")}`],
    "an empty line before": ["boundary=b", `\r\n${body("b")}`],
    "a preamble of several lines, with the boundary in one": ["boundary=b", `one\r\nsee --b\r\n\r\n${body("b")}`],
    "an epilogue": ["boundary=b", `${body("b")}and nothing more\r\n--b\r\n`],
    "no line break at the end": ["boundary=b", body("b", "--b--")],
    "padding behind the boundary": ["boundary=b", body("b", "--b-- \t\r\n").replaceAll("--b\r\n", "--b \t \r\n")],
    "one blank behind the boundary": ["boundary=b", body("b").replaceAll("--b\r\n", "--b \r\n")],
    "a quoted boundary": ['boundary="a b:c?d;e"', body("a b:c?d;e")],
    "a boundary of 70": [`boundary=${"z".repeat(70)}`, body("z".repeat(70))],
    "a boundary with every sign of a token": ["boundary=-'+_.b", body("-'+_.b")],
    "a blank behind the parameter": ["boundary=b ; charset=utf-8", body("b")],
    "another parameter first": ["charset=utf-8;  BOUNDARY=b", body("b")],
  };
  for (const [what, [parameters, body]] of Object.entries(forms)) {
    const headers = { "content-type": `multipart/form-data; ${parameters}` };
    const response = await post({ method: "POST", headers, body });
    assertEquals([response.status, await response.json()], [201, { name: "a", age: 1, imageBytes: 0 }], what);
  }
  const notForms: Record<string, [string, string]> = {
    "lines that end in LF": ["boundary=b", body("b").replaceAll("\r\n", "\n")],
    "a preamble and no boundary": ["boundary=b", "hello\r\n--c\r\n"],
    "no boundary's name": ["boundary=", body("")],
    "a boundary of 71": [`boundary=${"z".repeat(71)}`, body("z".repeat(71))],
    "a name that ends in boundary": ["xboundary=b", body("b")],
  };
  for (const [what, [parameters, body]] of Object.entries(notForms)) {
    const headers = { "content-type": `multipart/form-data; ${parameters}` };
    assertEquals((await problemOf(await post({ method: "POST", headers, body }))).code, "request.unreadable", what);
  }
});

Deno.test("text where a file belongs is 422, an empty file is none", async () => {
  const form = new FormData();
  form.append("name", "a");
  form.append("age", "1");
  form.append("image", new Blob([]), "");
  assertEquals((await (await post({ method: "POST", body: form })).json()).imageBytes, 0);
  form.set("image", "https://elsewhere/a.png");
  assertEquals((await problemOf(await post({ method: "POST", body: form }))).errors?.[0].path, "image");
});

Deno.test("paths and queries are judged by their schemas; unknown parameters are ignored", async () => {
  const get = (path: string) => app.request(path, { headers: as("user-7") });
  assertEquals(await (await get("/api/things/5?limit=3&tag=a&tag=b&x=1")).json(), {
    id: 5,
    limit: 3,
    me: 7,
    tag: ["a", "b"],
  });
  for (const path of ["0", "-1", "abc", "1.5", "9007199254740993", "%00", "1e3", "%ff"]) {
    assertEquals((await problemOf(await get(`/api/things/${path}`))).status, 422, path);
  }
  for (const query of ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "tag=%00", "on=maybe"]) {
    assertEquals((await problemOf(await get(`/api/things/5?${query}`))).status, 422, query);
  }
});

Deno.test("no sentence about a wrong form quotes a pattern, whatever the schema is", () => {
  const schemas = [
    z.string().regex(/^[a-z]+\d$/),
    z.string().startsWith("x"),
    z.string().includes("y"),
    z.hex(),
    z.cuid(),
  ];
  for (const schema of schemas) {
    for (const language of ["ko", "en"] as const) {
      const [{ message }] = describeIssues(schema.safeParse("!", { reportInput: true }).error?.issues ?? [], language);
      assertMatch(message, /^[가-힣a-zA-Z ]+\.$/);
    }
  }
  const field = shaped(/^\d$/, { ko: "숫자 하나여야 합니다.", en: "must be one digit." });
  const issues = field.safeParse("x", { reportInput: true }).error?.issues ?? [];
  assertEquals(describeIssues(issues, "en"), [{ path: "", message: "must be one digit." }]);
});
