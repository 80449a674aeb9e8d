import type { Sql } from "postgres";
import { connect } from "../../database/connect.ts";
import type { Config } from "../../configuration/config.ts";
import { loadSecrets } from "../../configuration/secrets.ts";
import { drawFrom, seedFor } from "../simulate/draw.ts";
import { type Child, startChild } from "./child.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type Crew, startCrew } from "./crew.ts";
import { type Holding, makeHolding, ours } from "./holding.ts";
import { configOf, environmentOf } from "./open_log.ts";
import { type Reader, startReader } from "./reader.ts";
import { processes } from "./schedule.ts";
import { type Answers, type Customer, customer, newAnswers } from "./traffic.ts";

/** Everything that is tortured, running. */
export type Stage = AsyncDisposable & {
  cluster: Cluster;
  /** Our own connections, which are spared. */
  sql: Sql;
  config: Config;
  /** Servers with projections and matcher, and people who use them. */
  servers: Child[];
  customers: Customer[];
  answers: Answers;
  crews: Crew[];
  /** Folder of what the writers note. */
  notes: string;
  /** The tailing one; more may be added. */
  readers: Reader[];
  holding: Holding;
};

const people = 6;

/** Starts it all on a new cluster, whose database is never analysed before somebody says so. All ends with the scope. */
export async function openStage({ seed, pauseMs }: { seed: number; pauseMs: number }): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const cluster = await startCluster();
  stack.defer(cluster.remove);
  const sql = connect(cluster.url, { max: 3, applicationName: ours });
  stack.defer(() => sql.end({ timeout: 1 }));
  await setAnalysing(sql, false);

  const config = configOf(cluster.url, cluster.dataDir);
  const env = environmentOf(cluster.url, cluster.dataDir);
  const secrets = await loadSecrets(config);
  const servers = Array.from({ length: processes }, () => startChild("../simulate/server.ts", env));
  for (const server of servers) stack.defer(server.kill);
  const doors = await Promise.all(servers.map((server) => server.first));
  const answers = newAnswers();
  const customers = await Promise.all(
    Array.from(
      { length: people },
      (_, n) => customer({ name: `torture${n}`, doors, draw: drawFrom(seedFor(seed, 1_000 + n)), answers, secrets }),
    ),
  );

  const readers = [await startReader(config, "tailing reader")];
  stack.defer(async () => void await Promise.all(readers.map((reader) => reader.stop())));
  const notes = `${cluster.folder}/notes`;
  await Deno.mkdir(notes);
  const crews: Crew[] = [];
  for (let process = 0; process < processes; process++) {
    const crew = await startCrew({ seed, process, pauseMs, notes, env });
    crews.push(crew);
    stack.defer(crew.end);
  }
  const holding = makeHolding(cluster);
  stack.defer(holding.end);

  const all = stack.move();
  const stage = { cluster, sql, config, servers, customers, answers, crews, notes, readers, holding };
  return { ...stage, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Has PostgreSQL analyse and vacuum by itself, or never. */
export async function setAnalysing(sql: Sql, on: boolean): Promise<void> {
  await sql.unsafe(on ? "ALTER SYSTEM RESET autovacuum" : "ALTER SYSTEM SET autovacuum = off");
  await sql`SELECT pg_reload_conf()`;
}
