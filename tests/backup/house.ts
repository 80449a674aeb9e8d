import { ids } from "../../src/apps.ts";
import type { Sql } from "postgres";
import type { NewEvent } from "../../events/event.ts";
import { audit } from "../../src/audit/audit.ts";
import { headKey } from "../../src/audit/head_key.ts";
import { headsFile } from "../../src/audit/heads.ts";
import { backup } from "../../src/backup/backup.ts";
import { restore, type RestoreOptions } from "../../src/backup/restore.ts";
import type { Config } from "../../src/configuration/config.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { connect } from "../../src/database/connect.ts";
import type { Log } from "../../src/log/log.ts";
import { type OpenLog, openLog } from "../../src/log/open.ts";
import { type PersonalKeys, personalKeys } from "../../src/log/personal.ts";
import { loadSecrets, type Secrets } from "../../src/configuration/secrets.ts";
import { testInstallation } from "../support/server.ts";

const never = new AbortController().signal;

/** A database and a data directory, to back up from or to restore into. */
export type Place = AsyncDisposable & {
  config: Config;
  secrets: Secrets;
  sql: Sql;
  url: string;
  dataDir: string;
  backup(file: string, after?: number): ReturnType<typeof backup>;
  restore(files: string[], options?: Partial<RestoreOptions>): ReturnType<typeof restore>;
  audit(): ReturnType<typeof audit>;
};

/** Makes a place; one with the secrets of another is what an operator would restore that one's backup on. */
export async function makePlace(secretsOf?: Pick<Place, "dataDir">): Promise<Place> {
  const installation = await testInstallation();
  const { dataDir, databaseUrl: url } = installation;
  if (secretsOf) {
    const name = "development_secrets.json";
    await Deno.copyFile(`${secretsOf.dataDir}/${name}`, `${dataDir}/${name}`);
  }
  const config = readConfig({ DATABASE_URL: url, DATA_DIR: dataDir, PORT: "0" });
  const secrets = await loadSecrets(config);
  const key = headKey(secrets);
  const sql = connect(url, { max: 4, applicationName: "test" });
  const now = () => new Date();
  return {
    config,
    secrets,
    sql,
    url,
    dataDir,
    backup: (file, after) => backup({ sql, secrets, file, after, now, signal: never }),
    restore: (files, options) => restore({ sql, ids, secrets, key, dataDir, files, now, signal: never, ...options }),
    audit: () => audit({ sql, key, heads: headsFile(dataDir) }),
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 1 });
      await installation[Symbol.asyncDispose]();
    },
  };
}

/** A place's log, open; closed at the end of the scope. Its connections are those of the place. */
export async function openLogOf(
  { sql, secrets }: Pick<Place, "sql" | "secrets">,
): Promise<AsyncDisposable & { log: OpenLog; personal: PersonalKeys }> {
  const personal = personalKeys(sql, secrets.masterKeys);
  const log = await openLog({ sql, personal });
  return { log, personal, [Symbol.asyncDispose]: () => log.close() };
}

/** Appends events in commands of one to `longest` events, several at a time. */
export async function appendAll(log: Log, events: readonly NewEvent[], longest = 20): Promise<void> {
  const meta = { actor: null, correlationId: "test", app: "system" as const };
  for (let n = 0, size = 1; n < events.length; n += size, size = 1 + (size + 6) % longest) {
    await log.append({ events: events.slice(n, n + size), guards: [], meta, extraTags: [`request:${n}`] });
  }
}

/** What a log is made of, as text, up to a position. */
export async function contentsOf(sql: Sql, to: number) {
  const [{ events, tags, batches, keys }] = await sql<Record<string, string[]>[]>`SELECT
    (SELECT jsonb_agg(e::text ORDER BY position) FROM events e WHERE position <= ${to}) AS events,
    (SELECT jsonb_agg(t::text ORDER BY position, tag) FROM event_tags t WHERE position <= ${to}) AS tags,
    (SELECT jsonb_agg(b::text ORDER BY last_position) FROM log_batches b WHERE last_position BETWEEN 1 AND ${to})
      AS batches,
    (SELECT jsonb_agg(k::text ORDER BY subject) FROM personal_keys k) AS keys`;
  return { events, tags, batches, keys };
}

/** A folder for backups, gone at the end of the scope. */
export async function backupFolder(): Promise<AsyncDisposable & { path: (name: string) => string; names(): string[] }> {
  const folder = await Deno.makeTempDir({ prefix: "inyeon-backup-" });
  return {
    path: (name) => `${folder}/${name}`,
    names: () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
