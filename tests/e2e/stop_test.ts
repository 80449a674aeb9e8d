import { assertEquals, assertRejects } from "@std/assert";
import { childServer } from "../support/server.ts";

Deno.test("told twice to stop, a server stops its database before it ends", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-e2e-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  try {
    await using server = await childServer({ databaseUrl: "", dataDir });
    const pidFile = `${dataDir}/postgres/cluster/postmaster.pid`;
    await Deno.stat(pidFile);
    server.signal("SIGTERM");
    server.signal("SIGTERM");
    assertEquals(await server.ended, 0);
    await assertRejects(() => Deno.stat(pidFile), Deno.errors.NotFound);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
