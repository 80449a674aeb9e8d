import type { Sql } from "postgres";
import { projections } from "../../../apps.ts";
import { connect } from "../../../database/connect.ts";
import { prepareSchema } from "../../../start/prepare_schema.ts";
import { type OpenLog, openLog } from "../../../log/open.ts";
import { personalKeys } from "../../../log/personal.ts";
import { openRegistry, type Registry } from "../../../read_models/registry.ts";
import { ensureLive } from "../../../read_models/rebuild.ts";
import { growingHistory, type Population, populationOf, requests } from "./population.ts";

/** A database whose log has grown to a size, its read models built. */
export type Grown = { url: string; events: number; population: Population };

/** What a process has open on one. */
export type Opened = AsyncDisposable & { sql: Sql; log: OpenLog; registry: Registry };

const meta = { actor: null, correlationId: "growth", app: "system" as const };
const masterKey = { id: "bench", key: new Uint8Array(32).fill(7) };
const appendsAtOnce = 2_000;

/** Fills an empty database by appends of many commands at once, and builds every read model. */
export async function grow(url: string, events: number, progress: (done: number) => void): Promise<Grown> {
  const sql = connect(url);
  try {
    await prepareSchema(sql);
    const log = await openLog({ sql, personal: personalKeys(sql, [masterKey]) });
    let waiting: Promise<unknown>[] = [];
    let done = 0;
    for (const facts of growingHistory(events)) {
      waiting.push(log.append({ events: facts, guards: [], meta }));
      done += facts.length;
      if (waiting.length < appendsAtOnce) continue;
      await Promise.all(waiting);
      waiting = [];
      progress(done);
    }
    await Promise.all(waiting);
    await log.append({ events: requests(), guards: [], meta });
    await ensureLive({ sql, log, projections, signal: new AbortController().signal });
    await log.close();
    // as after a while of running, and no autovacuum while the clock runs
    await sql`VACUUM (ANALYZE)`;
    await sql`CHECKPOINT`;
  } finally {
    await sql.end({ timeout: 1 });
  }
  return { url, events, population: populationOf(events) };
}

/** Opens log and read models on connections of their own, as a process that has just started. */
export async function openGrown({ url }: Grown): Promise<Opened> {
  const sql = connect(url);
  const log = await openLog({ sql, personal: personalKeys(sql, [masterKey]) });
  const registry = await openRegistry(sql, projections);
  return {
    sql,
    log,
    registry,
    async [Symbol.asyncDispose]() {
      await registry.close();
      await log.close();
      await sql.end({ timeout: 1 });
    },
  };
}
