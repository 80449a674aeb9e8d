import type { Sql } from "postgres";
import type { App } from "../app.ts";
import { apps as allApps } from "../apps.ts";
import type { Config } from "../configuration/config.ts";
import { type OpenLog, openLog } from "../log/open.ts";
import { type PersonalKeys, personalKeys } from "../log/personal.ts";
import type { Secrets } from "../configuration/secrets.ts";
import { connect, cutOffBy } from "../database/connect.ts";
import { startEmbedded } from "../database/embedded.ts";
import { logger } from "../http/logging.ts";
import { prepareSchema } from "./prepare_schema.ts";

/** The database of an installation, its schema up to date, and the log in it. */
export type Database = AsyncDisposable & {
  url: string;
  /** For requests. */
  sql: Sql;
  /** For leaders, so that a flood of requests cannot starve them. */
  leading: Sql;
  log: OpenLog;
  personal: PersonalKeys;
  close(): Promise<void>;
};

/**
 * Opens the configured database, or the embedded one, and the log.
 *
 * @param of.signal breaks it off: it throws the signal's reason once nothing is left open
 */
export async function openDatabase(
  config: Pick<Config, "dataDir" | "databaseUrl">,
  secrets: Pick<Secrets, "masterKeys">,
  { apps = allApps, onError, signal }: {
    apps?: readonly App[];
    onError?: (error: unknown) => void;
    signal?: AbortSignal;
  } = {},
): Promise<Database> {
  if (!config.databaseUrl) logger("start").info("starting the embedded database");
  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDir, { signal });
  const url = config.databaseUrl ?? embedded!.url;
  const sql = connect(url, { applicationName: "inyeon requests" });
  const leading = connect(url, { applicationName: "inyeon leading" });
  const logging = connect(url, { applicationName: "inyeon log" });
  const pools = [sql, leading, logging];
  try {
    logger("start").info("bringing the schema up to date");
    return await cutOffBy(signal, pools, async () => {
      await prepareSchema(sql, apps);
      const logs = await sql`SELECT FROM log`;
      if (logs.length === 0) {
        throw new Error("A restore of this database was broken off: run it again, it begins anew.");
      }
      const personal = personalKeys(logging, secrets.masterKeys);
      const log = await openLog({ sql: logging, personal, onError });
      const close = async () => {
        await log.close();
        await Promise.all(pools.map((pool) => pool.end({ timeout: 2 })));
        await embedded?.stop();
      };
      return { url, sql, leading, log, personal, close, [Symbol.asyncDispose]: close };
    });
  } catch (error) {
    await Promise.all(pools.map((pool) => pool.end({ timeout: 0 })));
    await embedded?.stop();
    throw error;
  }
}
