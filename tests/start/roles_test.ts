import { assertEquals } from "@std/assert";
import { testServer } from "../support/server.ts";

Deno.test("a process that does not serve the apps shows its health and metrics, and nothing else", async () => {
  await using server = await testServer({ config: { ROLES: "projections,matcher,deadlines,reactors,housekeeping" } });
  const statusOf = async (path: string) => {
    const response = await fetch(`${server.url}${path}`);
    await response.body?.cancel();
    return response.status;
  };
  for (const path of ["/healthz", "/readyz", "/metrics"]) assertEquals(await statusOf(path), 200, path);
  for (const path of ["/", "/call", "/docs", "/openapi.json", "/asyncapi.json", "/ws", "/api/sync", "/media/x.webp"]) {
    const response = await fetch(`${server.url}${path}`);
    assertEquals([response.status, (await response.json()).code], [404, "request.unknown_path"], path);
  }
});
