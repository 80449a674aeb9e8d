import type { Config } from "../../configuration/config.ts";
import { readConfig } from "../../start/read_config.ts";
import { connect } from "../../database/connect.ts";
import { type OpenLog, openLog } from "../../log/open.ts";
import { personalKeys } from "../../log/personal.ts";
import { loadSecrets } from "../../configuration/secrets.ts";
import { pause } from "./waiting.ts";

/** A log on connections of its own. */
export type HeldLog = { log: OpenLog; close(): Promise<void> };

const againAfterMs = 100;
const patienceMs = 120_000;

/** Opens the log of an installation as a process of its own would; tries again while the database is away. */
export async function openLogOf(config: Config, applicationName: string): Promise<HeldLog> {
  const { masterKeys } = await loadSecrets(config);
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const sql = connect(config.databaseUrl ?? "", { max: 6, applicationName });
    try {
      const log = await openLog({ sql, personal: personalKeys(sql, masterKeys) });
      return {
        log,
        async close() {
          await log.close();
          await sql.end({ timeout: 2 });
        },
      };
    } catch (error) {
      await sql.end({ timeout: 0 });
      if (performance.now() > giveUpAt) throw error;
      await pause(againAfterMs);
    }
  }
}

/** The variables of a process of an installation; matches come and go quickly, and people meet again at once. */
export function environmentOf(databaseUrl: string, dataDir: string): Record<string, string> {
  const { DATABASE_URL: _, ...surroundings } = Deno.env.toObject();
  return {
    ...surroundings,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    HOST: "127.0.0.1",
    PORT: "0",
    SHOW_TIME_SEC: "2",
    REMATCH_COOLDOWN_SEC: "0",
  };
}

/** The configuration that those variables give. */
export const configOf = (databaseUrl: string, dataDir: string): Config =>
  readConfig(environmentOf(databaseUrl, dataDir));
