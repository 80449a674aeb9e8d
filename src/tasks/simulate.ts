import { parseArgs } from "node:util";
import { apps, projections } from "../apps.ts";
import type { Config } from "../configuration/config.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { pagesOf } from "../log/pages.ts";
import { openRegistry } from "../read_models/registry.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { checkAll, type Checked, line, settle } from "./simulate/checks.ts";
import { startChildServer } from "./simulate/child_server.ts";
import { play } from "./simulate/play.ts";
import { newRecords } from "./simulate/records.ts";
import { summary, tell } from "./simulate/summary.ts";

/**
 * `deno task simulate --people 200 --seconds 30 [--url URL] [--seed N]`: people with tastes, habits and bad networks use
 * every app over HTTP, as each app says, and then the whole log and every read model is checked. Without `--url` it
 * starts a server of its own on an empty database; with it, the checks use the configured database, which should be that
 * server's.
 */
const whole = (name: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} is ${JSON.stringify(text)} but must be a whole number.`);
  Deno.exit(2);
};

const { values } = parseArgs({
  options: {
    people: { type: "string" },
    seconds: { type: "string" },
    seed: { type: "string" },
    url: { type: "string" },
  },
});
const size = whole("people", values.people, 200);
const seconds = whole("seconds", values.seconds, 30);
const seed = whole("seed", values.seed, crypto.getRandomValues(new Uint32Array(1))[0]);
console.log(`${size} people for ${seconds} s; repeat with --seed ${seed}`);

const child = values.url === undefined ? await startChildServer() : undefined;
const url = (child?.url ?? values.url ?? "").replace(/\/$/, "");
console.log(`${child ? "A server of its own" : "The server"} serves at ${url}`);
let wrong = 0;
try {
  const config = readConfig(child?.env ?? Deno.env.toObject());
  wrong = await simulate(config);
} finally {
  if (child) {
    const stopped = await child.stop();
    if (!stopped) wrong++;
    report({
      name: "stopped",
      detail: "the server stops by itself within 10 s",
      wrong: stopped ? [] : ["it had to be killed"],
    });
    const logged = [...Map.groupBy(child.logged, kindOf).values()].map((lines) =>
      `${lines.length} × ${lines[0].slice(0, 600)}`
    );
    wrong += child.logged.length;
    report({ name: "logged", detail: "the server logged no warnings and no errors", wrong: logged });
  }
}
console.log(wrong === 0 ? "Everything holds." : `${wrong} things are wrong; repeat with --seed ${seed}.`);
Deno.exit(wrong === 0 ? 0 : 1);

function report(checked: Checked): void {
  console.log(line(checked));
}

/** A line of the server's log without what differs each time. */
function kindOf(logged: string): string {
  return logged.replace(/[0-9a-f-]{8,}|\d+/g, "#");
}

/** Runs the people and the checks; returns how much was wrong. */
async function simulate(config: Config): Promise<number> {
  const secrets = await loadSecrets(config);
  const database = await openDatabase(config, secrets);
  const { sql, log } = database;
  const records = newRecords();
  const before = await log.head();
  const startedAt = performance.now();
  const opened = await Promise.all(apps.map(({ simulates }) => simulates?.opens?.({ url, config, secrets })));

  const name = `sim${seed.toString(36)}${Date.now().toString(36)}`;
  const brought = Object.assign({}, ...opened);
  await play({ apps, brought, url, name, seed, size, seconds, records, throttles: child === undefined });
  const took = (performance.now() - startedAt) / 1000;

  const isTheServers = await log.head() > before || size === 0;
  console.log(`\n${summary(records, took, isTheServers ? await tell(apps, pagesOf(log, before)) : undefined)}\n`);
  let wrong = records.surprises;
  if (isTheServers) {
    const registry = await openRegistry(sql, projections);
    const of = { log, registry, limits: config };
    const settled = await settle(of);
    report(settled);
    wrong += settled.wrong.length;
    for await (const checked of checkAll(of)) {
      report(checked);
      wrong += checked.wrong.length;
    }
    await registry.close();
  } else {
    wrong++;
    console.log(`The configured database did not grow: it is not that of ${url}, and nothing in it was checked.`);
    console.log("Set DATABASE_URL or DATA_DIR to what the server runs with.");
  }
  await database.close();
  return wrong;
}
