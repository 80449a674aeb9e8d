import type { App } from "../app.ts";
import { logger } from "../http/logging.ts";
import type { Log } from "../log/log.ts";
import type { Registry } from "../read_models/registry.ts";

/** How long to wait, and after how long to say so, again and again. */
type Patience = { giveUpAfterMs: number; sayEveryMs: number };

const patience: Patience = { giveUpAfterMs: 60_000, sayEveryMs: 5_000 };

/**
 * Waits until the read models show what was in the log before this process started, and says what it waits for.
 *
 * @param of.projecting whether this process may fold them; if so it serves in the end even while they lag
 * @throws where nobody seems to fold them
 */
export async function caughtUp(
  { registry, log }: { registry: Pick<Registry, "seen">; log: Pick<Log, "head"> },
  of: { projections: App["projections"]; projecting: boolean },
  { giveUpAfterMs, sayEveryMs }: Patience = patience,
): Promise<void> {
  const position = await log.head();
  for (let waitedMs = 0; waitedMs < giveUpAfterMs; waitedMs += sayEveryMs) {
    if (await registry.seen(of.projections, position, sayEveryMs)) return;
    logger("start").warn("waiting for the read models, which a process with the role projections folds");
  }
  if (of.projecting) return;
  throw new Error("The read models do not move: start a process whose ROLES have projections, and then this one.");
}
