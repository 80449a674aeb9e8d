/** A process with an embedded PostgreSQL: prints its URL and whether it owns it, and stops it at SIGTERM. */
import { startEmbedded } from "../../src/database/embedded.ts";

const server = await startEmbedded(Deno.args[0]);
Deno.addSignalListener("SIGTERM", async () => {
  await server.stop();
  Deno.exit(0);
});
console.log(JSON.stringify({ url: server.url, home: server.home, isOwner: server.isOwner() }));
setInterval(() => {}, 60_000);
