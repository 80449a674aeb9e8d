import type { App } from "../app.ts";
import { headKey } from "../audit/head_key.ts";
import { headSigner } from "../audit/signer.ts";
import { keepHouse } from "../leaders/housekeeping.ts";
import type { System } from "../system.ts";
import type { Core } from "./core.ts";
import type { Role } from "../configuration/config.ts";

/** Starts what one process at a time does, as far as this process's roles go. */
export function startLeaders({ system, lead }: Core, apps: readonly App[], roles: ReadonlySet<Role>): void {
  for (const app of apps) {
    for (const [name, { role, run }] of Object.entries(app.leaders ?? {})) {
      if (roles.has(role)) lead(name, (fence, signal) => run(system, fence, signal));
    }
  }
  if (!roles.has("housekeeping")) return;
  const chores = [...ownChores(system), ...apps.flatMap((app) => app.chores?.(system) ?? [])];
  lead("housekeeping", (_fence, signal) => keepHouse(system, chores, signal));
}

/** What belongs to no app: the log's head is signed, and the list of the forgotten copied beside the database. */
function ownChores({ sql, log, config, secrets, now, report, forgotten }: System): (() => Promise<unknown>)[] {
  const signHead = headSigner({ sql, log: log.id, dataDir: config.dataDir, key: headKey(secrets), now, report });
  const copyForgotten = () => forgotten.copy().catch((error) => report("copying the list of the forgotten", error));
  return [signHead, copyForgotten];
}
