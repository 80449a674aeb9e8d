import { readConfig } from "../../start/read_config.ts";
import { configureLogging } from "../../http/logging.ts";
import { start } from "../../start/start.ts";

/**
 * The server of a simulation, in a process of its own: without limits on how much comes from one address, and an answer
 * that its endpoint does not document becomes a 500. Prints its address, then serves until its standard input closes; so
 * it goes down with the simulation, however that ends.
 */
// Ctrl-C reaches both processes of a terminal; the simulation decides when the server stops
Deno.addSignalListener("SIGINT", () => {});
await configureLogging({ level: "warning", write: (line) => console.error(line) });
const checkAnswers = (wrong: Error) => {
  throw wrong;
};
const server = await start(readConfig(Deno.env.toObject()), { limit: false, checkAnswers });
console.log(server.url);
for await (const _ of Deno.stdin.readable);
setTimeout(() => Deno.exit(1), 10_000);
await server.stop();
Deno.exit(0);
