import { connect } from "../../../database/connect.ts";
import { removeAbandoned, startEmbedded } from "../../../database/embedded.ts";
import { startWorker, type StoreName, type Worker } from "./worker.ts";

/** One PostgreSQL, as it comes: fsync and synchronous_commit are on. */
export type Bed = AsyncDisposable & {
  /** Opens a store on a database of its own, or where one is named, on that of an earlier worker. */
  open(name: StoreName, database?: string): Promise<Worker & { database: string }>;
};

/** Starts the server; at the end of the scope it is gone with all its data, and so are the workers. */
export async function makeBed(): Promise<Bed> {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  const server = await startEmbedded(dataDir);
  const sql = connect(server.url, { max: 1 });
  const workers: Worker[] = [];
  let opened = 0;
  return {
    async open(name, database) {
      const number = ++opened;
      if (!database) {
        database = `${name.replace("-", "_")}_${number}`;
        await sql.unsafe(`CREATE DATABASE ${database} TEMPLATE template0`);
      }
      const worker = await startWorker(name, Object.assign(new URL(server.url), { pathname: database }).href, number);
      workers.push(worker);
      return { ...worker, database };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
      await sql.end({ timeout: 1 });
      await server.stop();
      await removeAbandoned(dataDir);
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
