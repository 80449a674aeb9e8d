import { projections } from "../projections/all.ts";
import { headKey } from "./audit/head_key.ts";
import { headSigner } from "./audit/signer.ts";
import { forgottenSubjects } from "./backup/forgotten.ts";
import { authenticator } from "./accounts/authenticate.ts";
import { followEndedSessions } from "./accounts/ended_sessions.ts";
import { emailEndpoints } from "./accounts/email_routes.ts";
import { mailRequests } from "./accounts/mail_requests.ts";
import { consentEndpoints } from "./accounts/consent_routes.ts";
import { passwordAttempts } from "./accounts/password_attempts.ts";
import { passwordEndpoints } from "./accounts/password_routes.ts";
import { profileEndpoints } from "./accounts/profile_routes.ts";
import { sessionEndpoints } from "./accounts/session_routes.ts";
import { followForgotten } from "./accounts/forget_keys.ts";
import { skeletonChore } from "./accounts/note_skeletons.ts";
import { followStanding } from "./accounts/standing.ts";
import { openTokens } from "./accounts/tokens.ts";
import { runDeadlines } from "./calls/matcher/deadlines.ts";
import { runMatcher } from "./calls/matcher/matcher.ts";
import { developmentProvider } from "./gems/payments/development.ts";
import { callEndpoints } from "./calls/call_routes.ts";
import { gemEndpoints } from "./gems/gem_routes.ts";
import { matchEndpoints } from "./calls/match_routes.ts";
import { chatEndpoints } from "./chat/chat_routes.ts";
import type { Rules } from "./deciding/command.ts";
import type { Config } from "./configuration/config.ts";
import { openDatabase } from "./database/open.ts";
import { createApp } from "./http/app.ts";
import { type DoorLimits, openDoors } from "./http/doors.ts";
import type { LimitOptions } from "./http/limits.ts";
import { createIdempotency } from "./http/idempotency.ts";
import { errorProperties, logger } from "./http/logging.ts";
import { diskStore } from "./http/media.ts";
import { mediaFiles } from "./http/media_files.ts";
import { createMetrics } from "./http/metrics.ts";
import { serve } from "./http/serve.ts";
import { openIds } from "./ids/ids.ts";
import { privacyEndpoints } from "./privacy/privacy_routes.ts";
import { privacyChores } from "./privacy/retention.ts";
import { introductionEndpoints } from "./saju/introduction_routes.ts";
import { runLapses } from "./saju/lapses.ts";
import { sajuProfileEndpoints } from "./saju/profile_routes.ts";
import { safetyEndpoints } from "./safety/safety_routes.ts";
import { staffEndpoints } from "./safety/staff_routes.ts";
import { runSuspensionEnds } from "./safety/suspension_ends.ts";
import { asyncApi } from "./realtime/asyncapi.ts";
import type { SocketLimits } from "./realtime/limits.ts";
import { webPages } from "./pages/pages.ts";
import { openRegistry } from "./read_models/registry.ts";
import { commandRunner } from "./deciding/run.ts";
import { ensureLive } from "./read_models/rebuild.ts";
import { keepProjecting } from "./read_models/runner.ts";
import { keepHouse } from "./leaders/housekeeping.ts";
import { openMail } from "./mail/open.ts";
import { leadership } from "./leaders/leadership.ts";
import { openRealtime } from "./realtime/realtime.ts";
import { loadSecrets } from "./configuration/secrets.ts";
import type { System } from "./system.ts";
import { followTail } from "./log/tail.ts";

/** A running server. */
export type Started = {
  url: string;
  system: System;
  /** Takes no more work, answers what waits, hands leadership over, flushes the log's queue; within 10 s, once. */
  stop(): Promise<void>;
};

/** What tests set otherwise. */
export type StartOptions = {
  now?: () => Date;
  /** Requests per address and user; `false` for load from one address. */
  limit?: LimitOptions | false;
  /** Limits of sockets that are other than usual. */
  sockets?: Partial<SocketLimits>;
  /** Connection limits that differ from the defaults. */
  doors?: Partial<DoorLimits>;
  /** Answers that do not fit their schema throw. */
  checkAnswers?: boolean;
};

/** Starts everything in one process: configuration → database → log → projections → matcher → HTTP. */
export async function start(config: Config, options: StartOptions = {}): Promise<Started> {
  const now = options.now ?? (() => new Date());
  const stopping = new AbortController();
  const report = (what: string, error: unknown) => logger(what).error("failed", errorProperties(error));

  const secrets = await loadSecrets(config);
  await using opened = new AsyncDisposableStack();
  const database = await openDatabase(config, secrets, (error) => report("log", error));
  opened.defer(() => database.close());
  const { sql, log, personal } = database;
  await ensureLive({ sql, log, projections, signal: stopping.signal });
  const registry = await openRegistry(sql, projections);
  opened.defer(() => registry.close());

  const rules: Rules = config;
  const ids = openIds(sql);
  const metrics = createMetrics();
  const waits = {
    lagged: metrics.counter(
      "read_your_writes_timeouts_total",
      "Answers given before the read models showed what was done.",
    ),
  };
  const retries = metrics.counter("command_retries_total", "Decisions made again because something came in between.");
  let waiting = 0;
  metrics.gauge("matcher_waiting_people", "People in the pool of this process, if it leads.", () => waiting);

  const ended = new AbortController();
  const leaders: Promise<void>[] = [];
  opened.defer(async () => {
    ended.abort();
    await Promise.all(leaders);
  });
  const tail = await followTail(log, ended.signal, report);
  const lead = leadership(database.leading, `${config.env} ${Deno.pid}`, ended.signal, report);
  leaders.push(
    tail.done,
    keepProjecting({ sql: database.leading, log, projections, lead, advanced: registry.advanced }),
  );
  await registry.seen(projections, await log.head(), 60_000);

  const forgetting = await followForgotten(sql, personal, report);
  opened.defer(() => forgetting.stop());
  const standing = await followStanding(tail, registry, now);
  const run = commandRunner({
    log,
    registry,
    projections,
    ids,
    rules,
    now,
    admission: standing,
    lagged: waits.lagged,
    retried: () => retries(),
  });
  const mail = openMail(config, report);
  if (!mail) logger("mail").warn("no mail is sent: SMTP_URL is not set");
  opened.defer(async () => await mail?.close());
  const system: System = {
    config,
    rules,
    secrets,
    sql,
    log,
    personal,
    registry,
    tail,
    ids,
    run,
    now,
    report,
    mail,
    tokens: await openTokens(secrets.jwtKeys, secrets.derive("refresh tokens")),
    endedSessions: await followEndedSessions(tail, registry, now),
    stopping: stopping.signal,
    metrics: { waiting: (people) => waiting = people },
  };
  const idempotency = await createIdempotency({ sql, key: secrets.derive("idempotent answers"), hash: secrets.hash });
  const attempts = passwordAttempts(system);
  const signHead = headSigner({
    sql,
    log: log.id,
    dataDir: config.dataDir,
    key: headKey(secrets),
    now,
    report,
  });
  const forgotten = forgottenSubjects(sql, config.dataDir);
  const copyForgotten = () => forgotten.copy().catch((error) => report("copying the list of the forgotten", error));
  const media = mediaFiles(diskStore(config.dataDir), sql, now);
  const keeping = { system, attempts, idempotency, media, forgotten };
  const sweeps = [signHead, copyForgotten, skeletonChore(system), ...privacyChores(keeping)];
  leaders.push(
    lead("matcher", (fence, signal) => runMatcher(system, fence, signal)),
    lead("deadlines", (fence, signal) => runDeadlines(system, fence, signal)),
    lead("introductions", (fence, signal) => runLapses(system, fence, signal)),
    lead("suspensions", (fence, signal) => runSuspensionEnds(system, fence, signal)),
    lead("housekeeping", (_fence, signal) => keepHouse(system, sweeps, signal)),
  );

  const mails = mailRequests(system);
  const authenticate = authenticator(system, standing);
  const doors = openDoors(metrics, options.doors);
  opened.use(doors);
  const realtime = await openRealtime(system, { authenticate, standing, doors }, options.sockets);
  opened.defer(() => realtime.close());
  metrics.gauge("open_sockets", "WebSockets open on this process.", realtime.count);
  const providers = config.env === "production" ? [] : [developmentProvider(secrets.jwtKeys)];
  const app = createApp({
    endpoints: [
      ...profileEndpoints(system, media),
      ...consentEndpoints(system),
      ...sessionEndpoints(system, attempts),
      ...passwordEndpoints(system, attempts, mails),
      ...emailEndpoints(system, attempts, mails),
      ...matchEndpoints(system),
      ...callEndpoints(system),
      ...gemEndpoints(system, providers),
      ...chatEndpoints(system),
      ...sajuProfileEndpoints(system, attempts, mails, media),
      ...introductionEndpoints(system),
      ...safetyEndpoints(system, media),
      ...staffEndpoints(system),
      ...privacyEndpoints(system, keeping),
      ...realtime.endpoints,
    ],
    routes: [...realtime.routes, ...await webPages(config)],
    authenticate,
    ready: async () => {
      const head = await log.head();
      return { ready: await registry.seen(projections, head, 500), position: head };
    },
    about: { title: "Inyeon", version: "1" },
    socketDocument: () => asyncApi(config.publicUrl),
    metrics,
    metricsToken: config.metricsToken,
    idempotency,
    media,
    publicUrl: config.publicUrl,
    limit: options.limit,
    checkAnswers: options.checkAnswers,
    stopping: stopping.signal,
    proxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    https: config.env === "production",
  });
  const server = serve(app, {
    host: config.host,
    port: config.port,
    doors,
    stopping,
    closeSockets: realtime.closeSockets,
  });
  opened.defer(() => server.stop());

  const running = opened.move();
  let stopped: Promise<void> | undefined;
  return { url: server.url, system, stop: () => stopped ??= running.disposeAsync() };
}
