import { unlessAborted } from "../database/unless_aborted.ts";
import { configureLogging } from "../http/logging.ts";
import { readConfig } from "./read_config.ts";
import { start, type StartOptions } from "./start.ts";

/** Whoever runs us kills after 30 s. */
const giveUpAfterMs = 25_000;

/**
 * Serves until the process is told to stop by SIGTERM or SIGINT, and ends it: with 0 where it was told to, however far it
 * had come, and with 1 and a sentence where something failed. Either way its database is stopped.
 */
export async function runProcess(options: Omit<StartOptions, "stopping"> = {}): Promise<never> {
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => {
      setTimeout(() => Deno.exit(1), giveUpAfterMs);
      stopping.abort();
    });
  }
  try {
    await serve({ ...options, stopping });
  } catch (error) {
    if (error === stopping.signal.reason) Deno.exit(0);
    console.error(error instanceof Error ? error.message : error);
  }
  Deno.exit(1);
}

/** Serves until it is told to stop, which it throws once everything is closed. */
async function serve(options: StartOptions & { stopping: AbortController }): Promise<never> {
  await configureLogging({ level: "info" });
  const config = readConfig(Deno.env.toObject());
  const server = await start(config, options);
  const { signal } = options.stopping;
  try {
    const docs = config.roles.includes("http") ? ` (docs: ${server.url}/docs)` : "";
    console.log(`Inyeon serves at ${server.url}${docs}`);
    await unlessAborted(server.prepare(), signal);
    return await unlessAborted(Promise.withResolvers<never>().promise, signal);
  } finally {
    await server.stop();
  }
}
