import type { Sql } from "postgres";
import type { Config } from "../configuration/config.ts";
import { connect } from "../database/connect.ts";
import { startEmbedded } from "../database/embedded.ts";

/** Opens the configured database, or the embedded one, its schema up to date, without the log that it may not have. */
export async function openEmpty(
  config: Pick<Config, "dataDir" | "databaseUrl">,
  prepareSchema: (sql: Sql) => Promise<void>,
): Promise<AsyncDisposable & { sql: Sql }> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDir);
  const sql = connect(config.databaseUrl ?? embedded!.url, { max: 4, applicationName: "inyeon restore" });
  const close = async () => {
    await sql.end({ timeout: 2 });
    await embedded?.stop();
  };
  try {
    await prepareSchema(sql);
    return { sql, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
