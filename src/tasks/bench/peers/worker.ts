import { linesOf } from "./lines.ts";
import type { Answer, Request } from "./serve.ts";

/** The stores that are compared, and where each is opened: a module that serves it. */
export const stores = {
  "inyeon": "./inyeon.ts",
  "emmett": "./emmett.ts",
  "castore": "./castore.ts",
  "message-db": "./message_db.ts",
  "dcb-es": "./dcb_es.ts",
};
export type StoreName = keyof typeof stores;

/** A store in a process of its own. */
export type Worker = AsyncDisposable & {
  /** Resolves with the answer; rejects with what went wrong there. One at a time. */
  ask(request: Request): Promise<Answer>;
};

/** Ours finds its packages by the repository's configuration, the peers theirs by the folder that they lie in. */
const flags = (name: StoreName) => name === "inyeon" ? [] : ["--no-config", "--node-modules-dir=manual", "--no-check"];

/** Opens a store on a database, in a new process; several may work on one, each with a number of its own. */
export async function startWorker(name: StoreName, url: string, number: number): Promise<Worker> {
  const file = new URL(stores[name], import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", ...flags(name), "--allow-read", "--allow-net", "--allow-env", "--allow-sys"],
      ...[file, url, String(number)],
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = tailOf(child.stderr);
  const writer = child.stdin.getWriter();
  const lines = linesOf(child.stdout);

  async function answer(): Promise<Answer> {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The process of ${name} ended: ${(await said).slice(-600)}`);
    const answered: Answer = JSON.parse(value);
    if (answered.error !== undefined) throw new Error(answered.error);
    return answered;
  }
  async function ask(request: Request): Promise<Answer> {
    await writer.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    return await answer();
  }

  await answer();
  return {
    ask,
    async [Symbol.asyncDispose]() {
      await ask({ do: "close" }).catch(() => {});
      const killing = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await child.status;
      clearTimeout(killing);
      await Promise.all([writer.close().catch(() => {}), lines.return(undefined), said]);
    },
  };
}

/** The end of what a process says on the side. */
async function tailOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) text = (text + piece).slice(-4_000);
  return text;
}
