import { assertEquals, assertRejects } from "@std/assert";
import { childServer } from "../support/server.ts";

Deno.test("told again and again to stop, a server stops its database before it ends", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-e2e-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  try {
    await using server = await childServer({ databaseUrl: "", dataDir });
    const pidFile = `${dataDir}/postgres/cluster/postmaster.pid`;
    await Deno.stat(pidFile);
    const telling = setInterval(() => {
      try {
        server.signal("SIGTERM");
      } catch {
        clearInterval(telling); // it has ended
      }
    }, 20);
    const code = await server.ended.finally(() => clearInterval(telling));
    assertEquals(code, 0);
    await assertRejects(() => Deno.stat(pidFile), Deno.errors.NotFound);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
