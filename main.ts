import { readConfig } from "./src/start/read_config.ts";
import { configureLogging } from "./src/http/logging.ts";
import { start } from "./src/start/start.ts";

await configureLogging({ level: "info" });
try {
  const config = readConfig(Deno.env.toObject());
  const server = await start(config);
  const docs = config.roles.includes("http") ? ` (docs: ${server.url}/docs)` : "";
  console.log(`Inyeon serves at ${server.url}${docs}`);
  const stop = async (code = 0) => {
    // whoever runs us kills after 30 s
    setTimeout(() => Deno.exit(1), 25_000);
    await server.stop();
    Deno.exit(code);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => void stop());
  await server.prepare().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return stop(1);
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
