import { parseArgs } from "node:util";
import { projections } from "../apps.ts";
import { developmentToken } from "../gems/payments/development.ts";
import type { Config } from "../configuration/config.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { pagesOf } from "../log/pages.ts";
import { openRegistry } from "../read_models/registry.ts";
import { loadSecrets, type Secrets } from "../configuration/secrets.ts";
import { checkAll, type Checked, line, settle } from "./simulate/checks.ts";
import { startChildServer } from "./simulate/child_server.ts";
import { live } from "./simulate/life.ts";
import { arrive, type Person } from "./simulate/person.ts";
import { showProgress } from "./simulate/progress.ts";
import { newRecords, type Records } from "./simulate/records.ts";
import { summary, tell } from "./simulate/summary.ts";
import { makeWorld, type Till } from "./simulate/world.ts";

/**
 * `deno task simulate --people 200 --seconds 30 [--url URL] [--seed N]`: people with tastes, habits and bad networks use
 * random calls over HTTP, and then the whole log and every read model is checked. Without `--url` it starts a server of
 * its own on an empty database; with it, the checks use the configured database, which should be that server's.
 */
const whole = (name: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} is ${JSON.stringify(text)} but must be a whole number.`);
  Deno.exit(2);
};

/** Nobody needs longer than a forgotten match takes to lapse. */
const finishWithinMs = 100_000;

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
  const till = await tillOf(config, secrets);
  if (!till) console.log("Its keys are not the configured ones, so nobody can buy gems.");

  await people(records, till);
  const took = (performance.now() - startedAt) / 1000;

  const isTheServers = await log.head() > before || size === 0;
  console.log(`\n${summary(records, took, isTheServers ? await tell(pagesOf(log, before)) : undefined)}\n`);
  let wrong = records.surprises;
  if (isTheServers) {
    const registry = await openRegistry(sql, projections);
    const of = { log, registry, rematchCooldownSec: config.rematchCooldownSec };
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

/** Lets everyone arrive, live for a while, finish and leave. */
async function people(records: Records, till: Till | undefined): Promise<void> {
  const ended = new AbortController();
  const run = `sim${seed.toString(36)}${Date.now().toString(36)}`;
  const world = makeWorld({ url, run, records, till, throttles: child === undefined, ended: ended.signal });
  const everyone: Person[] = [];
  let phase = "arriving";
  const hide = showProgress(() => phase, everyone, records);
  const interrupted = () => world.isOver() ? ended.abort(new Error("Interrupted twice.")) : world.finish();
  Deno.addSignalListener("SIGINT", interrupted);
  const lost = (person: number) => (error: unknown) =>
    records.surprised({ endpoint: "(gave up)", status: "", sent: "", detail: String(error), person });
  await Promise.all(Array.from({ length: size }, async (_, n) => {
    await arrive(world, seed, n).then((person) => everyone.push(person), lost(n));
  }));
  phase = "living";
  world.begin(seconds);
  const ending = setTimeout(() => {
    phase = "finishing";
  }, 1000 * seconds);
  const giveUp = setTimeout(() => ended.abort(new Error("Not done in time.")), 1000 * seconds + finishWithinMs);
  await Promise.all(everyone.map((person) => live(person, everyone).catch(lost(person.number))));
  clearTimeout(ending);
  clearTimeout(giveUp);
  Deno.removeSignalListener("SIGINT", interrupted);
  hide();
}

/** A till whose tokens the server takes: possible where its public keys are the configured ones. */
async function tillOf({ gemProducts }: Config, { jwtKeys }: Secrets): Promise<Till | undefined> {
  const answer = await fetch(`${url}/.well-known/jwks.json`);
  if (!(await answer.text()).includes(`"${jwtKeys[0].x}"`)) return undefined;
  return {
    products: gemProducts,
    token: (transactionId, productId, kind) => developmentToken(jwtKeys[0], { transactionId, productId, kind }),
  };
}
