import { parseArgs } from "node:util";
import { AccountRegistered, EmailChanged, ProfileChanged } from "../../../events/accounts.ts";
import type { NewEvent } from "../../../events/event.ts";
import { SajuProfileChanged } from "../../../events/saju.ts";
import type { Config } from "../../configuration/config.ts";
import { readConfig } from "../../start/read_config.ts";
import { removeAbandoned, startEmbedded } from "../../database/embedded.ts";
import { openDatabase } from "../../start/open_database.ts";
import { pillarsOf } from "../../saju/pillars.ts";
import { loadSecrets } from "../../configuration/secrets.ts";
import { start, type Started } from "../../start/start.ts";
import type { Draw } from "../../app/simulates.ts";
import { drawFrom } from "../simulate/draw.ts";
import { median, percentile } from "./measure.ts";

const limitMs = 50;
const meta = { actor: null, correlationId: "bench-0000-0000-0000", app: "saju" as const };
const appendsAtOnce = 512;
/** People came evenly over so many days: some are newcomers. */
const cameWithinDays = 365;
/** Before anything is measured: a process that has just started does not know each year's births yet. */
const warmingUp = 100;

/** How much `benchRecommendations` does. */
export type RecommendationsOptions = { people: number; requests: number; seed: number };

/** The day's first list of people among many, over REST, one after the other: reading, drawing, appending, showing. */
async function benchRecommendations(options: Partial<RecommendationsOptions> = {}): Promise<void> {
  const { people = 100_000, requests = 1_000, seed = 7 } = options;
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
  // PostgreSQL may run under another account than we do
  await Deno.chmod(dataDir, 0o755);
  const database = await startEmbedded(dataDir);
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: "0" });
  try {
    await fill(config, people, seed);
    const server = await start(config, { limit: false });
    try {
      const apart = Math.floor(people / (warmingUp + requests));
      const viewers = Array.from({ length: warmingUp + requests }, (_, n) => 1 + n * apart);
      for (const viewer of viewers.splice(0, warmingUp)) await ask(server, viewer);
      const first: number[] = [], again: number[] = [];
      for (const viewer of viewers) {
        first.push(await ask(server, viewer));
        again.push(await ask(server, viewer));
      }
      console.log(`recommendations among ${people.toLocaleString("en")} people, ${requests} lists of ten, ms:`);
      console.table({ "the day's first": { ...summary(first), limit: limitMs }, "again that day": summary(again) });
    } finally {
      await server.stop();
    }
  } finally {
    await database.stop();
    await removeAbandoned(dataDir);
    await Deno.remove(dataDir, { recursive: true });
  }
}

function summary(figures: readonly number[]) {
  const shown = (ms: number) => Number(ms.toFixed(1));
  return { median: shown(median(figures)), p99: shown(percentile(figures, 0.99)), max: shown(Math.max(...figures)) };
}

/** Asks for someone's list and reads it; milliseconds. */
async function ask({ url, system }: Started, userId: number): Promise<number> {
  const access = await system.tokens.access({ userId, sessionId: crypto.randomUUID() }, system.now());
  const from = performance.now();
  const response = await fetch(`${url}/api/matches/recommendations`, {
    headers: { authorization: `Bearer ${access}` },
  });
  const list = await response.json();
  const tookMs = performance.now() - from;
  if (response.status === 200 && list.length === 10) return tookMs;
  throw new Error(`User ${userId} got ${response.status} with ${list.length} people, not 10.`);
}

/** Lets everybody register, while nobody serves. */
async function fill(config: Config, people: number, seed: number): Promise<void> {
  const { log, sql, close } = await openDatabase(config, await loadSecrets(config));
  const draw = drawFrom(seed);
  try {
    for (let userId = 1; userId <= people; userId += appendsAtOnce) {
      const some = Array.from({ length: Math.min(appendsAtOnce, people + 1 - userId) }, (_, n) => userId + n);
      await Promise.all(some.map((id) => log.append({ events: arrival(id, draw), guards: [], meta })));
    }
    await sql`VACUUM (ANALYZE)`;
  } finally {
    await close();
  }
}

const dayMs = 24 * 3600 * 1000;
const hash = (what: string, n: number) => `${what}-${n}`.padEnd(43, "-");

/** Someone of 20 to 45, half of them with wishes of their own. */
function arrival(userId: number, draw: Draw): NewEvent[] {
  const came = new Date(Date.now() - draw.whole(0, cameWithinDays) * dayMs);
  const age = draw.whole(20, 44);
  const birthDate = new Date(Date.now() - (age * 365.25 + draw.whole(0, 364)) * dayMs).toISOString().slice(0, 10);
  const ageRange: [number, number] = [Math.max(19, age - draw.whole(3, 7)), age + draw.whole(3, 7)];
  return [
    AccountRegistered({
      ...{ userId, username: null, usernameHash: null },
      passwordHash: hash("password", userId),
      registeredAt: came.toISOString(),
    }),
    EmailChanged({ userId, email: `${userId}@example.com`, emailHash: hash("email", userId), freedHash: null }),
    ProfileChanged({ userId, birthDate, gender: userId % 2 ? "female" : "male" }),
    SajuProfileChanged({
      ...{ userId, name: `사람 ${userId}`, location: "서울", bio: "산책과 책을 좋아해요." },
      ...(draw.chance(0.5) ? { ageRange } : {}),
      pillars: pillarsOf({ birthDate, birthTime: null }),
      changedAt: came.toISOString(),
    }),
  ];
}

/** Reads the options of the command line and runs. */
export async function benchRecommendationsAsAsked(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { people: text, requests: text, seed: text } });
  const given = (value: string | undefined) => value === undefined ? undefined : Number(value);
  await benchRecommendations({
    people: given(values.people),
    requests: given(values.requests),
    seed: given(values.seed),
  });
}

if (import.meta.main) await benchRecommendationsAsAsked(Deno.args);
