import { assert, assertEquals, assertMatch } from "@std/assert";
import type { AppOptions } from "../../src/http/app.ts";
import { serve } from "../../src/http/serve.ts";
import { as, doing, json, samples, testApp } from "./house.ts";

/** What browsers are told, and which pages they let call: asked over real sockets. */

const pngStore = {
  put: () => Promise.resolve(),
  get: () => Promise.resolve(new Uint8Array([1])),
  delete: () => Promise.resolve(),
};

/** A server of the sample app; `ask` returns status and headers. */
function served(options: Partial<AppOptions> = {}) {
  const failing = doing(() => Promise.reject(new Error("broken")), "/api/fail");
  const app = testApp({ endpoints: [...samples, failing], media: pngStore, ...options });
  const server = serve(app, { host: "127.0.0.1", port: 0 });
  return {
    async ask(path: string, init: RequestInit = {}) {
      const response = await fetch(`${server.url}${path}`, init);
      await response.body?.cancel();
      return { status: response.status, get: (name: string) => response.headers.get(name), headers: response.headers };
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Answers of every kind: data, refusals, a bug, a page, an image, the system's own. */
const asked: [string, RequestInit, number][] = [
  ["/api/things/latest", {}, 200],
  ["/api/things/5", {}, 401],
  ["/api/things/5", { method: "DELETE", headers: as("staff-1") }, 204],
  ["/api/things/5", { method: "HEAD", headers: as("user-7") }, 200],
  ["/api/things/5", { method: "PATCH" }, 405],
  ["/api/things/5", { method: "OPTIONS" }, 204],
  ["/api/echo/", json("not json"), 400],
  ["/api/fail", json({}, as("user-7")), 500],
  ["/nowhere", {}, 404],
  ["/healthz", {}, 200],
  ["/metrics", {}, 200],
  ["/openapi.json", {}, 200],
  ["/docs", {}, 200],
  ["/docs/explorer", {}, 200],
  ["/docs/explorer.js", {}, 200],
  ["/media/aaaaaaaaaaaaaaaaaaaaaa.webp", {}, 200],
];

Deno.test("every answer carries the security headers, and none says what serves it", async () => {
  await using server = served();
  for (const [path, init, status] of asked) {
    const answer = await server.ask(path, init);
    assertEquals([path, answer.status], [path, status]);
    assertEquals(answer.get("x-content-type-options"), "nosniff", path);
    assertEquals(answer.get("x-frame-options"), "DENY", path);
    assertEquals(answer.get("referrer-policy"), "no-referrer", path);
    assertEquals(answer.get("cross-origin-opener-policy"), "same-origin", path);
    assertMatch(answer.get("permissions-policy") ?? "", /camera=\(\),.* microphone=\(self\)/);
    const policy = answer.get("content-security-policy") ?? "";
    assertMatch(policy, /^default-src 'none';/, path);
    assertMatch(policy, /frame-ancestors 'none'/, path);
    assert(path.startsWith("/docs") || !policy.includes("'self'"), `${path}: ${policy}`);
    const resource = path.startsWith("/media") ? "cross-origin" : "same-origin";
    assertEquals(answer.get("cross-origin-resource-policy"), resource, path);
    for (const name of ["server", "x-powered-by", "strict-transport-security", "access-control-allow-origin"]) {
      assertEquals(answer.get(name), name.startsWith("access") && path === "/openapi.json" ? "*" : null, path);
    }
  }
});

Deno.test("in production browsers are told to come by HTTPS only", async () => {
  await using server = served({ https: true });
  for (const path of ["/api/things/latest", "/nowhere", "/docs"]) {
    assertEquals((await server.ask(path)).get("strict-transport-security"), "max-age=31536000");
  }
});

const app = "https://app.example";
const preflight = (origin: string, method = "POST"): RequestInit => ({
  method: "OPTIONS",
  headers: { origin, "access-control-request-method": method, "access-control-request-headers": "authorization" },
});

Deno.test("a page of a listed origin may call, with its token, and read what it needs", async () => {
  await using server = served({ corsOrigins: [app, "http://localhost:3000"] });
  const allowed = await server.ask("/api/echo/", preflight(app));
  assertEquals([allowed.status, allowed.get("access-control-allow-origin")], [204, app]);
  assertEquals(allowed.get("access-control-allow-methods"), "OPTIONS, POST");
  const sendable = allowed.get("access-control-allow-headers")?.split(", ") ?? [];
  for (const name of ["authorization", "content-type", "idempotency-key"]) assert(sendable.includes(name), name);
  assertEquals([allowed.get("access-control-max-age"), allowed.get("vary")], ["7200", "origin"]);

  const asked: [string, RequestInit, number][] = [
    ["/api/things/latest", {}, 200],
    ["/api/things/5", {}, 401],
    ["/nowhere", {}, 404],
    ["/openapi.json", {}, 200],
  ];
  for (const [path, init, status] of asked) {
    const answer = await server.ask(path, { ...init, headers: { origin: "http://localhost:3000" } });
    assertEquals([answer.status, answer.get("access-control-allow-origin")], [status, "http://localhost:3000"]);
    assertEquals(answer.get("access-control-allow-credentials"), "true");
    const readable = answer.get("access-control-expose-headers")?.split(", ") ?? [];
    for (const name of ["retry-after", "x-request-id", "location"]) assert(readable.includes(name), name);
    assertMatch(answer.get("vary") ?? "", /\borigin\b/);
  }
});

Deno.test("a page of another origin may not, whatever it resembles; caches are told that origins differ", async () => {
  await using server = served({ corsOrigins: [app] });
  for (const origin of ["https://evil.example", `${app}.evil.example`, "http://app.example", `${app}:8443`, "null"]) {
    for (const init of [preflight(origin), { headers: { origin } }]) {
      const answer = await server.ask("/api/things/latest", init);
      const granted = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
      assertEquals(granted, [], origin);
      assertMatch(answer.get("vary") ?? "", /\borigin\b/);
    }
  }
  const none = await server.ask("/api/things/latest");
  assertEquals(none.get("access-control-allow-origin"), null);
  assertMatch(none.get("vary") ?? "", /\borigin\b/);
});

Deno.test("with * every page may call, and none with cookies", async () => {
  await using server = served({ corsOrigins: ["*"] });
  for (const init of [preflight("https://any.example"), { headers: { origin: "https://any.example" } }]) {
    const answer = await server.ask("/api/things/latest", init);
    assertEquals(answer.get("access-control-allow-origin"), "*");
    assertEquals(answer.get("access-control-allow-credentials"), null);
  }
});

Deno.test("without a list no page of another origin may call", async () => {
  await using server = served();
  const answer = await server.ask("/api/echo/", preflight(app));
  assertEquals([answer.status, answer.get("allow")], [204, "OPTIONS, POST"]);
  assertEquals([answer.get("access-control-allow-origin"), answer.get("vary")], [null, null]);
});
