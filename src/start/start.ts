import type { App } from "../app.ts";
import { apps as allApps } from "../apps.ts";
import type { Config } from "../configuration/config.ts";
import { prepareWebPages } from "../pages/pages.ts";
import type { System } from "../system.ts";
import { openCore } from "./core.ts";
import { type DoorOptions, openTheDoors } from "./doors.ts";
import { startLeaders } from "./leaders.ts";

/** A running server. */
export type Started = {
  url: string;
  system: System;
  /** Does what the start need not wait for: bundles the web pages. Throws where that is not possible. */
  prepare(): Promise<void>;
  /** Takes no more work, answers what waits, hands leadership over, flushes the log's queue; within 10 s, once. */
  stop(): Promise<void>;
};

/** What a process of `main.ts` and tests set otherwise. */
export type StartOptions = DoorOptions & {
  now?: () => Date;
  apps?: readonly App[];
  /** Aborted when the process is told to stop, also while it starts. */
  stopping?: AbortController;
};

/**
 * Starts a process with the roles it is given: configuration → core → leaders → doors.
 *
 * @throws the reason of `stopping` where it was aborted meanwhile, once everything is closed again
 */
export async function start(config: Config, options: StartOptions = {}): Promise<Started> {
  const { now = () => new Date(), apps = allApps, stopping = new AbortController() } = options;
  const roles = new Set(config.roles);
  await using opened = new AsyncDisposableStack();
  const core = opened.use(
    await openCore(config, { apps, now, projecting: roles.has("projections"), stopping: stopping.signal }),
  );
  await startLeaders(core, apps, roles);
  stopping.signal.throwIfAborted();
  const doors = opened.use(await openTheDoors(core, { apps, serving: roles.has("http"), stopping }, options));
  const running = opened.move();
  let stopped: Promise<void> | undefined;
  const prepare = async () => {
    if (roles.has("http")) await prepareWebPages(apps);
  };
  return { url: doors.url, system: core.system, prepare, stop: () => stopped ??= running.disposeAsync() };
}
