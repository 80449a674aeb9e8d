import type { App } from "../app.ts";
import { forgottenSubjects } from "../backup/forgotten.ts";
import type { Config } from "../configuration/config.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { caughtUp } from "./caught_up.ts";
import { openDatabase } from "./open_database.ts";
import { cutOffBy } from "../database/connect.ts";
import { unlessAborted } from "../database/unless_aborted.ts";
import type { Admission } from "../deciding/command.ts";
import { commandRunner } from "../deciding/run.ts";
import { createIdempotency } from "../http/idempotency.ts";
import { errorProperties, logger } from "../http/logging.ts";
import { diskStore } from "../http/media.ts";
import { mediaFiles } from "../http/media_files.ts";
import { createMetrics, type Metrics } from "../http/metrics.ts";
import { openIds } from "../ids/ids.ts";
import { type Lead, leadership } from "../leaders/leadership.ts";
import { followForgotten } from "../log/forget_keys.ts";
import { followTail } from "../log/tail.ts";
import { openMail } from "../mail/open.ts";
import { ensureLive } from "../read_models/rebuild.ts";
import { openRegistry } from "../read_models/registry.ts";
import { keepProjecting } from "../read_models/runner.ts";
import type { System } from "../system.ts";

/** What every process has, whatever it does. */
export type Core = AsyncDisposable & {
  system: System;
  /** Leads something whenever no other process does, until this one stops. */
  lead(...of: Parameters<Lead>): void;
  ready(): Promise<{ ready: boolean; position: number }>;
};

/**
 * Opens a process's core: secrets, database, log, read models, commands, and what the apps open.
 *
 * @param of.projecting whether this process may fold the read models
 * @param of.stopping breaks it off: it throws the signal's reason once nothing is left open
 */
export async function openCore(
  config: Config,
  of: { apps: readonly App[]; now: () => Date; projecting: boolean; stopping: AbortSignal },
): Promise<Core> {
  const { apps, now, stopping } = of;
  const projections = apps.flatMap((app) => app.projections);
  const report = (what: string, error: unknown) => logger(what).error("failed", errorProperties(error));
  const secrets = await loadSecrets(config);
  await using opened = new AsyncDisposableStack();
  const database = await openDatabase(config, secrets, {
    apps,
    onError: (error) => report("log", error),
    signal: stopping,
  });
  opened.defer(() => database.close());
  const { sql, log, personal } = database;
  const building = { sql, log, projections, signal: stopping, undoing: database.leading };
  await cutOffBy(stopping, [sql], () => ensureLive(building));
  const registry = await openRegistry(sql, projections);
  opened.defer(() => registry.close());

  const running = keepRunning();
  opened.defer(() => running.end());
  const tail = await followTail(log, running.signal, report);
  running.add(tail.done);
  const lead = leadership(database.leading, `${config.env} ${Deno.pid}`, running.signal, report);
  if (of.projecting) {
    running.add(keepProjecting({ sql: database.leading, log, projections, lead, advanced: registry.advanced }));
  }
  await unlessAborted(caughtUp({ registry, log }, { projections, projecting: of.projecting }), stopping);

  const forgetting = await followForgotten(sql, personal, report);
  opened.defer(() => forgetting.stop());
  const parts = { config, secrets, sql, log, personal, registry, tail, now, stopping, report };
  logger("start").info("opening the apps");
  const system = await openSystem(parts, apps);

  const open = opened.move();
  return {
    system,
    lead: (...of) => running.add(lead(...of)),
    async ready() {
      const position = await log.head();
      return { ready: await registry.seen(projections, position, 500), position };
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** What runs by itself until the core is closed. */
function keepRunning() {
  const ended = new AbortController();
  const running: Promise<void>[] = [];
  return {
    signal: ended.signal,
    add: (one: Promise<void>) => void running.push(one),
    async end() {
      ended.abort();
      await Promise.all(running);
    },
  };
}

type Parts = Pick<
  System,
  "config" | "secrets" | "sql" | "log" | "personal" | "registry" | "tail" | "now" | "stopping" | "report"
>;

/** Makes the system of what is open, and lets the apps add what they open. */
async function openSystem(parts: Parts, apps: readonly App[]): Promise<System> {
  const { config, secrets, sql, now } = parts;
  const mail = openMail(config);
  if (!mail) logger("mail").warn("no mail is sent: SMTP_URL is not set");
  const metrics = createMetrics();
  const core = {
    ...parts,
    rules: config,
    ids: openIds(sql),
    mail,
    metrics,
    media: mediaFiles(diskStore(config.dataDir), sql, now),
    idempotency: await createIdempotency({ sql, key: secrets.derive("idempotent answers"), hash: secrets.hash }),
    forgotten: forgottenSubjects(sql, config.dataDir),
    profilesOf: (userId: number) => profilesOf(apps, system, userId),
  };
  const admission: Admission = {
    refusal: (...of) => system.standing.refusal(...of),
    guard: (userId) => system.standing.guard(userId),
  };
  const projections = apps.flatMap((app) => app.projections);
  const run = commandRunner({ ...core, projections, admission, ...counters(metrics) });
  // what the apps open, they add themselves
  const system = Object.assign(core as typeof core & System, { run });
  for (const app of apps) {
    parts.stopping.throwIfAborted();
    Object.assign(system, await app.opens?.(system, apps));
  }
  return system;
}

async function profilesOf(apps: readonly App[], system: System, userId: number): Promise<string[]> {
  const complete = await Promise.all(apps.map((app) => app.hasProfile?.(system, userId) ?? false));
  return apps.filter((_, n) => complete[n]).map(({ name }) => name);
}

function counters(metrics: Metrics) {
  const lagged = metrics.counter(
    "read_your_writes_timeouts_total",
    "Answers given before the read models showed what was done.",
  );
  const retried = metrics.counter(
    "command_retries_total",
    "Decisions made again because something came in between.",
  );
  return { lagged: () => lagged(), retried: () => retried() };
}
