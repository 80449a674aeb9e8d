import { readConfig } from "./src/start/read_config.ts";
import { configureLogging } from "./src/http/logging.ts";
import { start } from "./src/start/start.ts";

await configureLogging({ level: "info" });
try {
  const server = await start(readConfig(Deno.env.toObject()));
  console.log(`Inyeon serves at ${server.url} (docs: ${server.url}/docs)`);
  const stop = async () => {
    // whoever runs us kills after 30 s
    setTimeout(() => Deno.exit(1), 25_000);
    await server.stop();
    Deno.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => void stop());
  await server.prepare();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
