import { join } from "node:path";
import { runAs } from "../../database/account.ts";
import { connect } from "../../database/connect.ts";
import { removeAbandoned } from "../../database/embedded.ts";
import { tryLockFile } from "../../database/file_lock.ts";
import { placeFor } from "../../database/place.ts";
import { initialise, start, superuser } from "../../database/server.ts";
import { pause } from "./waiting.ts";

/** A PostgreSQL to be treated badly. Its durability is PostgreSQL's default, so that stopping it hard is fair. */
export type Cluster = {
  /** Of the database under torture, which begins empty. */
  url: string;
  /** Of another one beside it. */
  otherUrl: string;
  /** Where processes of one installation keep their secrets. */
  dataDir: string;
  /** A folder for what is written down meanwhile. */
  folder: string;
  /** Stops it as a crash would, without a word to anybody and without a checkpoint. */
  stopHard(): Promise<void>;
  /** Starts it again on the same port: it recovers. */
  startAgain(): Promise<void>;
  remove(): Promise<void>;
};

const name = "inyeon";
const startAttempts = 20;
/** Six processes have pools of their own. */
const settings = { max_connections: "200" };

/** Starts a PostgreSQL with an empty database, in a folder that what runs the tests would clear away after a kill. */
export async function startCluster(): Promise<Cluster> {
  const folder = await Deno.makeTempDir({ prefix: "inyeon-test-torture-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(folder, 0o755);
  const dataDir = join(folder, "data");
  await Deno.mkdir(dataDir);
  const place = await placeFor(await Deno.realPath(dataDir));
  const ownership = await tryLockFile(join(place.home, "owner.lock"));
  const password = crypto.randomUUID();
  await initialise(place, password);
  const port = freePort();

  async function startAgain(): Promise<void> {
    let reason = "";
    for (let attempt = 0; attempt < startAttempts; attempt++) {
      const result = await start(place, port, settings);
      if (result.started) return;
      reason = result.reason;
      // processes of the stopped server may still wind down
      await pause(250);
    }
    throw new Error(`PostgreSQL does not start again: ${reason}`);
  }

  async function remove(): Promise<void> {
    ownership?.[Symbol.dispose]();
    await removeAbandoned(dataDir);
    await Deno.remove(folder, { recursive: true });
  }

  const urlOf = (database: string) => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await startAgain();
    const server = connect(urlOf("postgres"), { max: 1 });
    await server.unsafe(`CREATE DATABASE ${name}`).finally(() => server.end());
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url: urlOf(name),
    otherUrl: urlOf("postgres"),
    dataDir,
    folder,
    async stopHard() {
      const { account, binaries, cluster } = place;
      const args = ["stop", "-s", "-D", cluster, "-m", "immediate", "-w", "-t", "60"];
      const { code, output } = await runAs(account, join(binaries, "pg_ctl"), args);
      if (code !== 0) throw new Error(`PostgreSQL does not stop: ${output}`);
    },
    startAgain,
    remove,
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
