import type { Sql } from "postgres";
import type { App } from "../app.ts";
import type { System } from "../system.ts";

/** No request that was under way when its person was erased lasts so long. */
const settledMs = 3600 * 1000;

/** Forgets people whose accounts are erased, in all apps. All of it may be broken off and repeated. */
export type Forgetting = {
  /**
   * Deletes all that is personal of someone: what lies beside the log, and last the key under which it is sealed in the
   * log.
   */
  forgetPerson(userId: number): Promise<void>;
  /** Deletes what is kept about a person outside the log. */
  forgetBesideLog(userId: number): Promise<void>;
};

/** Puts together how the apps forget a person. */
export function forgetting(system: System, apps: readonly App[]): Forgetting {
  const { personal, forgotten, now } = system;
  const all = apps.flatMap((app) => app.forgets ?? []);

  async function forgetBesideLog(userId: number): Promise<void> {
    const settled = new Date(now().getTime() - settledMs);
    for (const { besideLog } of all) await besideLog?.(system, userId, settled);
  }

  return {
    async forgetPerson(userId) {
      // with the key goes what the log knows
      for (const { byLog } of all) await byLog?.(system, userId);
      await forgetBesideLog(userId);
      await personal.erase(userId);
      await forgotten.copy();
    },
    forgetBesideLog,
  };
}

/** People forgotten so recently that one of their requests may still have been in progress. */
export async function latelyForgotten(sql: Sql): Promise<number[]> {
  const found = await sql<{ subject: number }[]>`
    SELECT subject FROM forgotten_subjects
    WHERE subject > 0 AND forgotten_at > now() - make_interval(secs => ${settledMs / 1000})`;
  return found.map(({ subject }) => subject);
}
