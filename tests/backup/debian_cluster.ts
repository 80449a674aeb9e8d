import { join } from "node:path";
import { accountFor, runAs } from "../../src/database/account.ts";
import { exists, makeOpen } from "../../src/database/binaries.ts";
import { connect } from "../../src/database/connect.ts";
import type { Place } from "../../src/database/place.ts";
import { start, stop } from "../../src/database/server.ts";

/** A PostgreSQL of the system's packages: unlike the embedded one it has pg_dump and pg_restore. */
export type Cluster = AsyncDisposable & {
  /** Makes an empty database and returns its URL. */
  database(name: string): Promise<string>;
  /** Runs one of its programs, which must succeed. */
  program(name: "pg_dump" | "pg_restore", ...args: string[]): Promise<void>;
};

const programs = ["initdb", "pg_ctl", "postgres", "pg_dump", "pg_restore"];

/** Where the programs of Debian's oldest installed PostgreSQL from 14 on are; undefined where there is none. */
export async function debianBinaries(): Promise<string | undefined> {
  for (const version of [15, 14, 16, 17, 18]) {
    const folder = `/usr/lib/postgresql/${version}/bin`;
    const there = await Promise.all(programs.map((name) => exists(join(folder, name))));
    if (!there.includes(false)) return folder;
  }
  return undefined;
}

/** Starts a cluster of its own, on a free port; at the end of the scope nothing is left of it. */
export async function startCluster(binaries: string): Promise<Cluster> {
  const home = await Deno.makeTempDir({ prefix: "inyeon-debian-" });
  await makeOpen(home);
  const cluster = join(home, "cluster");
  const account = await accountFor(cluster);
  const place: Place = { account, binaries, home, cluster };
  await Deno.mkdir(cluster, { mode: 0o700 });
  if (account) await Deno.chown(cluster, account.uid, account.gid);
  const flags = ["-D", cluster, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  const made = await runAs(account, join(binaries, "initdb"), flags);
  if (made.code !== 0) throw new Error(made.output);
  const port = freePort();
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off" };
  const started = await start(place, port, settings);
  if (!started.started) throw new Error(started.reason);
  const urlOf = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  return {
    async database(name) {
      const sql = connect(urlOf("postgres"), { max: 1 });
      await sql.unsafe(`CREATE DATABASE ${name}`).finally(() => sql.end());
      return urlOf(name);
    },
    async program(name, ...args) {
      const { success, stderr } = await new Deno.Command(join(binaries, name), { args }).output();
      if (!success) throw new Error(`${name}: ${new TextDecoder().decode(stderr)}`);
    },
    async [Symbol.asyncDispose]() {
      await stop(place);
      await Deno.remove(home, { recursive: true });
    },
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
