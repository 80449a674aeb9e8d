import { assert, assertEquals, assertRejects } from "@std/assert";
import { serve } from "../../src/http/serve.ts";
import { as, doing, json, testApp } from "./house.ts";

Deno.test("a stop ends long-polls, lets a request in flight finish and takes no more", async () => {
  const stopping = new AbortController();
  const waiting = Promise.withResolvers<void>();
  const working = Promise.withResolvers<void>();
  const worked = Promise.withResolvers<{ n: number }>();
  const endpoints = [
    doing((signal) => {
      waiting.resolve();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve({ n: 1 })));
    }, "/api/poll"),
    doing(() => {
      working.resolve();
      return worked.promise;
    }, "/api/slow"),
  ];
  const app = testApp({ endpoints, stopping: stopping.signal });
  const server = serve(app, { host: "127.0.0.1", port: 0, stopping });
  const poll = fetch(`${server.url}/api/poll`, json({}, as("user-1")));
  const slow = fetch(`${server.url}/api/slow`, json({}, as("user-1")));
  await Promise.all([waiting.promise, working.promise]);
  const stopped = server.stop();
  assertEquals(await (await poll).json(), { n: 1 });
  worked.resolve({ n: 2 });
  await stopped;
  assertEquals(await (await slow).json(), { n: 2 });
  await assertRejects(() => fetch(`${server.url}/healthz`));
});

Deno.test("a request that does not end is answered 503 after the grace", async () => {
  const waiting = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<{ n: number }>();
  const endpoints = [doing(() => {
    waiting.resolve();
    return ended.promise;
  })];
  const server = serve(testApp({ endpoints }), { host: "127.0.0.1", port: 0, graceSec: 0.2 });
  const hanging = fetch(`${server.url}/api/do`, json({}, as("user-1")));
  await waiting.promise;
  const started = performance.now();
  await server.stop();
  assert(performance.now() - started < 600);
  const response = await hanging;
  assertEquals([response.status, await response.text()], [503, ""]);
  ended.resolve({ n: 0 });
});

Deno.test("a handler learns that its client has gone", async () => {
  const gone = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  const endpoints = [doing((signal) => {
    waiting.resolve();
    return new Promise((resolve) =>
      signal.addEventListener("abort", () => {
        gone.resolve();
        resolve({ n: 0 });
      })
    );
  })];
  const server = serve(testApp({ endpoints }), { host: "127.0.0.1", port: 0 });
  const client = new AbortController();
  const asked = assertRejects(() =>
    fetch(`${server.url}/api/do`, { ...json({}, as("user-1")), signal: client.signal })
  );
  await waiting.promise;
  client.abort();
  await asked;
  await gone.promise;
  await server.stop();
});

Deno.test("an endpoint that takes too long is answered 503", async () => {
  const ended = Promise.withResolvers<{ n: number }>();
  const app = testApp({ endpoints: [{ ...doing(() => ended.promise), answersWithinSec: 0.05 }] });
  const response = await app.request("/api/do", json({}, as("user-1")));
  assertEquals([response.status, response.headers.get("retry-after")], [503, "1"]);
  await response.body?.cancel();
  ended.resolve({ n: 0 });
});
