import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { refuse } from "../../src/answers/refusals.ts";
import type { Endpoint } from "../../src/http/endpoint.ts";
import { Unavailable } from "../../src/log/log.ts";
import { as, doing, here, json, problemOf, testApp } from "./house.ts";

Deno.test("a path answers with and without its trailing slash", async () => {
  const app = testApp();
  for (const path of ["/api/things/5", "/api/things/5/"]) {
    const response = await app.request(path, { headers: as("user-7") });
    assertEquals(await response.json(), { id: 5, limit: 20, me: 7, tag: [] });
  }
});

Deno.test("a path in words wins over a path with a name in it", async () => {
  assertEquals(await (await testApp().request("/api/things/latest")).json(), { latest: true });
});

Deno.test("an unknown path is 404 and says so in both languages", async () => {
  const app = testApp();
  const korean = await problemOf(await app.request("/nowhere"));
  assertEquals([korean.status, korean.code], [404, "request.unknown_path"]);
  assertMatch(korean.detail, /경로는 없습니다/);
  const english = await problemOf(await app.request("/nowhere", { headers: { "accept-language": "en-GB,en;q=0.8" } }));
  assertMatch(english.detail, /There is nothing at \/nowhere/);
  const french = await problemOf(await app.request("/nowhere", { headers: { "accept-language": "fr" } }));
  assertEquals(french.detail, korean.detail);
  const garbage = await app.request("/nowhere", { headers: { "accept-language": ";;q=,,,x" } });
  assertEquals(garbage.headers.get("content-language"), "ko");
});

Deno.test("an unknown method is 405 with Allow, OPTIONS lists the methods, HEAD is GET without a body", async () => {
  const app = testApp();
  const refused = await app.request("/api/things/5", { method: "PATCH" });
  assertEquals(refused.headers.get("allow"), "DELETE, GET, HEAD, OPTIONS");
  assertEquals((await problemOf(refused)).status, 405);
  const options = await app.request("/api/echo/", { method: "OPTIONS" });
  assertEquals([options.status, options.headers.get("allow")], [204, "OPTIONS, POST"]);
  const head = await app.request("/api/things/5", { method: "HEAD", headers: as("user-7") });
  assertEquals([head.status, await head.text()], [200, ""]);
  assertEquals((await app.request("/api/echo", { method: "HEAD" })).status, 405);
  assertEquals((await app.request("/api/echo", { method: "PROPFIND" })).status, 405);
});

Deno.test("without a token 401, with a bad one 401 and why, without the right 403", async () => {
  const app = testApp();
  const none = await app.request("/api/things/5");
  assertEquals(none.headers.get("www-authenticate"), 'Bearer realm="inyeon"');
  assertEquals((await problemOf(none)).code, "auth.required");
  const basic = await app.request("/api/things/5", { headers: { authorization: "Basic eDp5" } });
  assertEquals((await problemOf(basic)).code, "auth.required");
  const bad = await app.request("/api/things/5", { headers: as("forged") });
  assertMatch(bad.headers.get("www-authenticate") ?? "", /invalid_token/);
  assertEquals((await problemOf(bad)).code, "auth.token_invalid");
  const user = await app.request("/api/things/5", { method: "DELETE", headers: as("user-7") });
  assertEquals((await problemOf(user)).code, "auth.staff_only");
  const staff = await app.request("/api/things/5", { method: "DELETE", headers: as("staff-1") });
  assertEquals([staff.status, await staff.text()], [204, ""]);
});

Deno.test("every answer has a request id: the client's where it is a short safe token, else a new one", async () => {
  const app = testApp();
  const given = await app.request("/healthz", { headers: { "x-request-id": "abc-123" } });
  assertEquals(given.headers.get("x-request-id"), "abc-123");
  for (const bad of ["a b", "x".repeat(65), '"><script>']) {
    const response = await app.request("/healthz", { headers: { "x-request-id": bad } });
    assertMatch(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
    assertNotEquals(response.headers.get("x-request-id"), bad);
  }
});

Deno.test("the API and every refusal are not cached", async () => {
  for (const path of ["/api/things/latest", "/api/things/5", "/nowhere"]) {
    assertEquals((await testApp().request(path)).headers.get("cache-control"), "no-store");
  }
});

Deno.test("the database being away is 503 with Retry-After; a bug is 500 without a word of it", async () => {
  const lost = Object.assign(new Error("secret host"), { code: "CONNECTION_CLOSED" });
  for (const error of [new Unavailable("secret host"), lost]) {
    const response = await testApp({ endpoints: [doing(() => Promise.reject(error))] })
      .request("/api/do", json({}, as("user-1")));
    assertEquals(response.headers.get("retry-after"), "1");
    assertEquals((await problemOf(response)).code, "server.busy");
  }
  const response = await testApp({ endpoints: [doing(() => Promise.reject(new Error("secret bug")))] })
    .request("/api/do", json({}, { ...as("user-1"), "x-request-id": "r-1" }));
  const text = await response.text();
  assertEquals(response.status, 500);
  assert(text.includes("r-1") && !text.includes("secret"), text);
});

Deno.test("an answer that its endpoint does not document is told where answers are checked, and can be made a 500", async () => {
  const told: string[] = [];
  const checkAnswers = (wrong: Error) => {
    told.push(wrong.message.split(":")[0]);
    throw wrong;
  };
  const refusing = doing(() => Promise.resolve({ n: 1 }), "/api/refuse");
  const endpoints: Endpoint[] = [
    doing(() => Promise.resolve({ n: 1.5 })),
    { ...refusing, operation: "refuseIt", accept: () => () => Promise.resolve(refuse("call.unknown")) },
  ];
  const app = testApp({ endpoints, checkAnswers });
  for (const path of ["/api/do", "/api/refuse"]) {
    assertEquals((await app.request(path, json({}, as("user-1")))).status, 500);
  }
  assertEquals(told, [
    "(POST /api/do) answered 200 against its schema",
    "refuseIt (POST /api/refuse) was refused with call.unknown",
  ]);
});

Deno.test("health answers, readiness says what is missing, metrics count by pattern and not by path", async () => {
  const app = testApp({ ready: () => Promise.resolve({ ready: false, behind: ["users"] }) });
  assertEquals((await app.request("/healthz")).status, 200);
  const ready = await app.request("/readyz");
  assertEquals([ready.status, ready.headers.get("retry-after")], [503, "1"]);
  assertEquals(await ready.json(), { ready: false, behind: ["users"] });
  await app.request("/api/things/12345?token=hush", { headers: as("user-7") });
  await app.request("/secret/path", { method: "BREW" });
  const metrics = await (await app.request("/metrics", {}, here)).text();
  assertMatch(metrics, /http_requests_total\{method="GET",route="\/api\/things\/\{id\}",status="200"\} 1/);
  assertMatch(metrics, /http_request_duration_seconds_count\{method="GET",route="\/api\/things\/\{id\}"\} 1/);
  assertMatch(metrics, /method="other",route="\(unknown\)",status="404"/);
  assert(!metrics.includes("12345") && !metrics.includes("hush") && !metrics.includes("secret"));
});

// rate-limiter-flexible forgets a key by a timer that outlives the test.
const timers = { sanitizeOps: false, sanitizeResources: false };

Deno.test("too many requests of one address or one user are 429 with Retry-After, health never", timers, async () => {
  const app = testApp({ limit: { perSecond: 2, burstSec: 2 } });
  for (let n = 0; n < 4; n++) assertEquals((await app.request("/api/things/latest")).status, 200);
  const refused = await app.request("/api/things/latest");
  assert(Number(refused.headers.get("retry-after")) >= 1);
  assertEquals((await problemOf(refused)).code, "request.too_many");
  assertEquals((await app.request("/healthz")).status, 200);
});

Deno.test("an address is one whatever port a proxy adds to it", timers, async () => {
  for (const address of ["203.0.113.1:PORT", "[2001:db8::1]:PORT", "2001:db8::PORT"]) {
    const app = testApp({ limit: { perSecond: 2, burstSec: 1 }, proxies: 1 });
    const statuses: number[] = [];
    for (const port of ["4711", "4712", "4713"]) {
      const headers = { "x-forwarded-for": `spoofed, ${address.replace("PORT", port)}` };
      statuses.push((await app.request("/api/things/latest", { headers })).status);
    }
    assertEquals(statuses, [200, 200, 429], address);
  }
});

Deno.test("a user is limited across addresses", timers, async () => {
  const app = testApp({ limit: { perSecond: 2, burstSec: 1 }, proxies: 1 });
  const statuses: number[] = [];
  for (const n of [1, 2, 3]) {
    const headers = { ...as("user-7"), "x-forwarded-for": `spoofed, 203.0.113.${n}` };
    statuses.push((await app.request("/api/things/5", { headers })).status);
  }
  assertEquals(statuses, [200, 200, 429]);
});
