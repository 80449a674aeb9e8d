import type { App } from "../app.ts";
import { headKey } from "../audit/head_key.ts";
import { headSigner } from "../audit/signer.ts";
import { keepHouse } from "../leaders/housekeeping.ts";
import { countReactions, placeCheckpoints } from "../reactors/reactions.ts";
import type { Reactor } from "../reactors/reactor.ts";
import { runReactor } from "../reactors/run_reactor.ts";
import type { System } from "../system.ts";
import type { Core } from "./core.ts";
import type { Role } from "../configuration/config.ts";

/** Starts what one process at a time does, as far as this process's roles go. */
export async function startLeaders(
  { system, lead }: Core,
  apps: readonly App[],
  roles: ReadonlySet<Role>,
): Promise<void> {
  // before anything can be asked of this process, whether or not it reacts: what is asked from here on is reacted to
  await placeCheckpoints(system, Object.keys(reactorsOf(apps)));

  for (const app of apps) {
    for (const [name, { role, run }] of Object.entries(app.leaders ?? {})) {
      if (roles.has(role)) lead(name, (fence, signal) => run(system, fence, signal));
    }
  }
  if (roles.has("reactors")) startReactors(system, lead, apps);
  if (!roles.has("housekeeping")) return;
  const chores = [...ownChores(system), ...apps.flatMap((app) => app.chores?.(system) ?? [])];
  lead("housekeeping", (_fence, signal) => keepHouse(system, chores, signal));
}

function reactorsOf(apps: readonly App[]): Record<string, Reactor> {
  return Object.assign({}, ...apps.map(({ reactors }) => reactors));
}

function startReactors(system: System, lead: Core["lead"], apps: readonly App[]): void {
  for (const [name, reactor] of Object.entries(reactorsOf(apps))) {
    lead(`reactor ${name}`, (fence, signal) => runReactor(name, reactor, { system, fence, signal }));
  }
  const counted = () => countReactions(system.sql);
  system.metrics.gauge(
    "reactions_waiting",
    "Events that a reactor has taken and not dealt with.",
    async () => (await counted()).waiting,
  );
  system.metrics.gauge(
    "reactions_parked",
    "Events that a reactor has given up on; see deno task reactors.",
    async () => (await counted()).parked,
  );
}

/** What belongs to no app: the log's head is signed, and the list of the forgotten copied beside the database. */
function ownChores({ sql, log, config, secrets, now, report, forgotten }: System): (() => Promise<unknown>)[] {
  const signHead = headSigner({ sql, log: log.id, dataDir: config.dataDir, key: headKey(secrets), now, report });
  const copyForgotten = () => forgotten.copy().catch((error) => report("copying the list of the forgotten", error));
  return [signHead, copyForgotten];
}
