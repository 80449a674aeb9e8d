import type { Sql } from "postgres";
import type { App } from "../app.ts";
import { apps as allApps } from "../apps.ts";
import { migrate } from "../database/migrate.ts";
import { schemaFolders } from "../database/schema_folders.ts";
import { ensureSequences } from "../ids/ids.ts";

/** Brings a database's schema up to date: the house's, the side tables of the apps, and a sequence for each kind of id. */
export async function prepareSchema(sql: Sql, apps: readonly App[] = allApps): Promise<void> {
  await migrate(sql, [...schemaFolders, ...apps.flatMap(({ tables }) => tables ?? [])]);
  await ensureSequences(sql, apps.flatMap(({ ids }) => Object.keys(ids ?? {})));
}
