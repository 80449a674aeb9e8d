import { removeAbandoned } from "../../database/embedded.ts";

const permissions = ["read", "write", "net", "env", "run", "sys", "ffi"].map((name) => `--allow-${name}`);

/** A server of the simulation's own, on an empty database that goes with it. */
export type ChildServer = {
  url: string;
  /** What the server's configuration is read from. */
  env: Record<string, string>;
  /** Warnings and errors it has logged, as JSON lines. */
  logged: string[];
  /** Stops it; returns whether it stopped by itself and in time. Removes its data. */
  stop(): Promise<boolean>;
};

/** Starts a server in a child process, on a free port and a temporary data directory. */
export async function startChildServer(): Promise<ChildServer> {
  const folder = await Deno.makeTempDir({ prefix: "inyeon-simulation-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(folder, 0o755);
  const { DATABASE_URL: _, ...surroundings } = Deno.env.toObject();
  const env = {
    ...surroundings,
    PORT: "0",
    SIGNUPS_PER_ADDRESS: "1000000,1000000",
    HOST: "127.0.0.1",
    DATA_DIR: `${folder}/data`,
  };
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...permissions, new URL("./server.ts", import.meta.url).pathname],
    env,
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const logged: string[] = [];
  const listening = (async () => {
    for await (const line of linesOf(child.stderr)) logged.push(line);
  })();

  async function stop(): Promise<boolean> {
    const timer = setTimeout(() => child.kill("SIGKILL"), 12_000);
    await child.stdin.close().catch(() => {});
    const { success } = await child.status;
    clearTimeout(timer);
    await listening;
    await removeAbandoned(`${folder}/data`);
    await Deno.remove(folder, { recursive: true });
    return success;
  }

  for await (const url of linesOf(child.stdout)) return { url, env, logged, stop };
  await stop();
  throw new Error(`The server did not start: ${logged.join("\n")}`);
}

/** The lines of a stream, the last one also where nothing ends it. */
export async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest) yield rest;
}
