import type { Sql } from "postgres";
import { MatchRequested } from "../../../events/calls.ts";
import type { NewEvent } from "../../../events/event.ts";
import { connect } from "../../database/connect.ts";
import { removeAbandoned, startEmbedded } from "../../database/embedded.ts";
import { prepareSchema } from "../../start/prepare_schema.ts";
import type { Append } from "../../log/log.ts";
import { type OpenLog, openLog } from "../../log/open.ts";
import { personalKeys } from "../../log/personal.ts";
import { copyTwins, makeTwins } from "./copy.ts";
import { median, spread } from "./measure.ts";

const callers = [1, 16, 64, 256];
const tagCounts = [1, 3];
const meta = { actor: 1, correlationId: "bench-0000-0000-0000", app: "calls" as const };

/**
 * Appends by many callers at once, each waiting for its answer before it goes on: one small event and one guard a
 * command. Beside it, in turn, COPY of the same rows into twins of the log's tables, which checks nothing, chains nothing
 * and answers nobody. Prints appends and rows a second. PostgreSQL runs as it is: fsync and synchronous_commit are on.
 *
 * @param options.rounds of each pair of measurements
 * @param options.seconds that one measurement of appends takes, about
 */
export async function benchAppend(options: { rounds?: number; seconds?: number } = {}): Promise<void> {
  const { rounds = 5, seconds = 3 } = options;
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
  await Deno.chmod(dataDir, 0o755);
  const server = await startEmbedded(dataDir);
  const sql = connect(server.url, { max: 4 });
  try {
    await prepareSchema(sql);
    const log = await openLog({ sql, personal: personalKeys(sql, []) });
    await makeTwins(sql);
    // the first ones fill caches and compile
    await append(log, 256, 3, 1);
    const table: Record<string, Record<string, string>> = {};
    for (const tags of tagCounts) {
      for (const count of callers) {
        const name = `${count} callers, ${tags} ${tags === 1 ? "tag" : "tags"} each`;
        table[name] = await compare(sql, log, { count, tags, rounds, seconds });
      }
    }
    console.log(`appends beside COPY, ${rounds} rounds in turn, a second, median (lowest–highest):`);
    console.table(table);
    await log.close();
  } finally {
    await sql.end({ timeout: 1 });
    await server.stop();
    await removeAbandoned(dataDir);
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function compare(
  sql: Sql,
  log: OpenLog,
  { count, tags, rounds, seconds }: { count: number; tags: number; rounds: number; seconds: number },
): Promise<Record<string, string>> {
  const appending: number[] = [], copying: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = await log.head();
    appending.push(await append(log, count, tags, seconds));
    copying.push(await copyTwins(sql, from, await log.head()));
  }
  const ratios = appending.map((rate, round) => rate / copying[round]);
  return { "appends": spread(appending), "COPY": spread(copying), "ratio": median(ratios).toFixed(2) };
}

/** Appends for some seconds, and returns how many a second. */
async function append(log: OpenLog, callers: number, tags: number, seconds: number): Promise<number> {
  const begun = performance.now();
  const endAt = begun + seconds * 1000;
  let appended = 0;
  async function call(): Promise<void> {
    for (let n = 0; performance.now() < endAt; n++) {
      const { outcome } = await log.append(commandOf(n, tags));
      if (outcome !== "appended") throw new Error(`An append without a rival came back as ${outcome}.`);
      appended++;
    }
  }
  await Promise.all(Array.from({ length: callers }, call));
  return appended / ((performance.now() - begun) / 1000);
}

let ids = 0;

/** One small event under one guard. */
function commandOf(n: number, tagCount: number): Append {
  const userId = ++ids;
  const event: NewEvent = MatchRequested({ userId, since: "2026-03-01T12:00:00.000Z" });
  // names of many lengths, spread over the index as people, matches and pairs are
  const tags = [`match:${userId}`, `user:${(userId * 7919) % 100_000}`, `pair:${userId % 1000}-${userId}`];
  event.tags = tags.slice(0, tagCount);
  // every third must be the first of its kind (a name, a receipt); the others decided by what they read a moment ago
  const guard = n % 3 === 0
    ? { any: [{ tags: [tags[0]] }], after: 0 }
    : { any: [{ types: ["MatchMade" as const], tags: [tags[0]] }], after: Math.max(0, ids - 1000) };
  return { events: [event], guards: [guard], meta };
}

if (import.meta.main) {
  const [rounds, seconds] = Deno.args.map(Number);
  await benchAppend({ rounds, seconds });
}
