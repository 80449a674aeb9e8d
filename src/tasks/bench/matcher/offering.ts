import type { Sql } from "postgres";
import { AccountRegistered, ProfileChanged } from "../../../../events/accounts.ts";
import type { NewEvent } from "../../../../events/event.ts";
import { gender } from "../../../../events/fields.ts";
import { MatchRequested, MatchSettingsSaved } from "../../../../events/calls.ts";
import type { Config } from "../../../configuration/config.ts";
import { readConfig } from "../../../start/read_config.ts";
import { removeAbandoned, startEmbedded } from "../../../database/embedded.ts";
import { openDatabase } from "../../../start/open_database.ts";
import type { Log } from "../../../log/log.ts";
import { loadSecrets } from "../../../configuration/secrets.ts";
import type { Waiting } from "../../../calls/matcher/pool.ts";
import { start, type Started } from "../../../start/start.ts";
import { drawFrom } from "../../simulate/draw.ts";
import { percentile } from "../measure.ts";
import { drawWaiting } from "./crowd.ts";

const meta = { actor: null, correlationId: "bench-0000-0000-0000", app: "calls" as const };
const appendsAtOnce = 512;
/** No offer for so long: all who fit each other have met. */
const quietMs = 3_000;

/**
 * Durable offers a second of a whole server on a PostgreSQL as it is installed, by the times that stand in the log. First
 * for a crowd that waits when the server starts, then for one that comes while it runs, as fast as the log takes them in:
 * entering the queue, read models, offers.
 */
export async function benchOffering(people: number, seed: number): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  const server = await startEmbedded(dataDir);
  const config = readConfig({ DATABASE_URL: server.url, DATA_DIR: dataDir, PORT: "0", SHOW_TIME_SEC: "600" });
  const draw = drawFrom(seed);
  const crowd = Array.from({ length: 2 * people }, (_, n) => drawWaiting(draw, n + 1, 0));
  try {
    await prepare(config, crowd, people);
    const started = await start(config, { limit: false });
    try {
      const { log, sql } = started.system;
      const table: Record<string, Record<string, string>> = {};
      await quiet(started);
      table["waiting at the start"] = await figures(sql, 0);
      const head = await log.head();
      await appendAll(log, crowd.slice(people).map(entering));
      await quiet(started);
      table["coming meanwhile"] = await figures(sql, head);
      console.log(`durable offers among ${people.toLocaleString("en")} people, through a whole server:`);
      console.table(table);
    } finally {
      await started.stop();
    }
  } finally {
    await server.stop();
    await removeAbandoned(dataDir);
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Makes everybody, and lets the first of them into the queue while nobody leads. */
async function prepare(config: Config, crowd: readonly Waiting[], waiting: number): Promise<void> {
  const { log, sql, close } = await openDatabase(config, await loadSecrets(config));
  try {
    await appendAll(log, crowd.map(arrival));
    await appendAll(log, crowd.slice(0, waiting).map(entering));
    const cells = crowd.flatMap(({ userId, cell }) => cell === null ? [] : [{ user_id: userId, cell }]);
    await sql`
      INSERT INTO locations (user_id, cell, expires_at)
      SELECT user_id, cell, now() + interval '1 day' FROM jsonb_to_recordset(${sql.json(cells)})
        AS located(user_id bigint, cell text)`;
    await sql`VACUUM (ANALYZE)`;
  } finally {
    await close();
  }
}

async function appendAll(log: Log, commands: readonly NewEvent[][]): Promise<void> {
  for (let n = 0; n < commands.length; n += appendsAtOnce) {
    const some = commands.slice(n, n + appendsAtOnce);
    await Promise.all(some.map((events) => log.append({ events, guards: [], meta })));
  }
}

function arrival({ userId, age, gender: named, conditions }: Waiting): NewEvent[] {
  const hash = (what: string) => `${what}-${userId}`.padEnd(43, "-");
  return [
    AccountRegistered({
      userId,
      username: `person ${userId}`,
      usernameHash: hash("name"),
      skeletonHashes: [hash("looks")],
      passwordHash: hash("password"),
      registeredAt: new Date().toISOString(),
    }),
    ProfileChanged({ userId, age, statedOn: new Date().toISOString().slice(0, 10), gender: gender.parse(named) }),
    MatchSettingsSaved({
      userId,
      preferredGender: conditions.gender,
      ageRange: [conditions.ageMin, conditions.ageMax],
      radiusKm: conditions.radiusKm,
    }),
  ];
}

const entering = ({ userId }: Waiting): NewEvent[] => [MatchRequested({ userId, since: new Date().toISOString() })];

/** Waits until no offers are made any more. */
async function quiet({ system: { log, sql } }: Started): Promise<void> {
  for (let offers = -1;;) {
    const head = await log.head();
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    const [{ count }] = await sql<{ count: number }[]>`SELECT count(*) FROM events WHERE type = 'MatchOffered'`;
    if (count > 0 && count === offers && await log.head() === head) return;
    offers = count;
  }
}

/** From the first to the last offer after a position; how long each was made after the later of the two came. */
async function figures(sql: Sql, after: number): Promise<Record<string, string>> {
  const offers = await sql<{ at: number; came: number }[]>`
    SELECT extract(epoch FROM o.recorded_at)::double precision AS at, (
      SELECT extract(epoch FROM max(r.recorded_at))::double precision FROM event_tags t
      JOIN events r ON r.position = t.position
      WHERE t.tag = ANY (o.tags) AND t.type = 'MatchRequested' AND t.position < o.position) AS came
    FROM events o WHERE o.type = 'MatchOffered' AND o.position > ${after} ORDER BY o.position`;
  const waited = offers.map(({ at, came }) => at - came);
  const begun = after === 0 ? offers[0].at : Math.min(...offers.map(({ came }) => came));
  const seconds = offers[offers.length - 1].at - begun;
  return {
    "offers": offers.length.toLocaleString("en"),
    "a second": Math.round(offers.length / seconds).toLocaleString("en"),
    "seconds from coming to the offer, p50 / p99": after === 0
      ? "–"
      : `${percentile(waited, 0.5).toFixed(2)} / ${percentile(waited, 0.99).toFixed(2)}`,
  };
}
