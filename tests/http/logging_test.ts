import { assert, assertEquals } from "@std/assert";
import { reset } from "@logtape/logtape";
import { configureLogging, errorProperties } from "../../src/http/logging.ts";
import { testDatabase } from "../support/database.ts";
import { as, doing, json, testApp } from "./house.ts";

Deno.test("a request is one JSON line with the route's pattern and neither path, token nor body", async () => {
  const lines: string[] = [];
  await configureLogging({ level: "info", write: (line) => lines.push(line) });
  try {
    const app = testApp();
    await app.request("/api/things/31337?q=hush", { headers: { ...as("user-7"), "x-request-id": "r-1" } });
    await app.request("/api/echo/", json({ name: "hush", age: 1 }));
    await app.request("/hush");
    const failing = testApp({ endpoints: [doing(() => Promise.reject(new Error("broken")))] });
    await failing.request("/api/do", json({}, as("user-7")));
  } finally {
    await reset();
  }
  const [first, , , failure] = lines.map((line) => JSON.parse(line));
  const { time, ms, ...rest } = first;
  assert(!Number.isNaN(Date.parse(time)) && ms >= 0);
  assertEquals(rest, {
    level: "info",
    part: "http",
    message: "request",
    requestId: "r-1",
    method: "GET",
    route: "/api/things/{id}",
    status: 200,
    userId: 7,
  });
  assertEquals([failure.level, failure.reason], ["error", "broken"]);
  assert(!lines.join().includes("hush") && !lines.join().includes("31337") && !lines.join().includes("user-7"));
});

Deno.test("of an error of the database no value is told, neither where it quotes one nor in a query", async () => {
  await using database = await testDatabase();
  const name = "hush";
  const failed = await database.sql`SELECT ${name}::text::integer`.catch((error: unknown) => error);
  const { code, reason, stack } = errorProperties(failed);
  assertEquals([code, reason], ["22P02", "a value does not fit its type"]);
  assert(String(failed).includes("hush") && !Deno.inspect(errorProperties(failed)).includes("hush"));
  assert(String(stack).startsWith("PostgresError: a value does not fit its type\n"), String(stack));
});
