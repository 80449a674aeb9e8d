import { assertEquals, assertRejects } from "@std/assert";
import { pause } from "../support/pause.ts";
import { childServer } from "../support/server.ts";

Deno.test("told again and again to stop, a server stops its database before it ends", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-e2e-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  try {
    await using server = await childServer({ databaseUrl: "", dataDir });
    const pidFile = `${dataDir}/postgres/cluster/postmaster.pid`;
    await Deno.stat(pidFile);
    const over = new AbortController();
    const ended = server.ended.finally(() => over.abort());
    while (!over.signal.aborted) {
      try {
        server.signal("SIGTERM");
      } catch {
        break; // it has ended
      }
      await pause(20, over.signal);
    }
    assertEquals(await ended, 0);
    await assertRejects(() => Deno.stat(pidFile), Deno.errors.NotFound);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
