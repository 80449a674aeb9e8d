import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sql } from "postgres";
import { exists } from "./binaries.ts";
import { isClosedPool, isConnectionError } from "./connect.ts";
import { schemaFolders } from "./schema_folders.ts";

/** One file of the schema. `path` is its name in the record of what was applied. */
type SchemaFile = { path: string; text: string; checksum: string; replaceable: boolean };

/** Any constant does, as long as nothing else in this database locks it. */
const lockKey = 7_246_513;
const lock = `SELECT pg_advisory_xact_lock(${lockKey});`;
const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

const uniqueViolation = "23505";
const patienceMs = 30_000;

/**
 * Brings a database's schema to what the files say: every table file once, every function file again when it changes.
 * Each file is applied together with its record, whole or not at all, so it may be broken off and repeated anywhere, and
 * any number of processes may do it at the same time.
 *
 * @param folders below `root`, in order; within one, files by name, then those of its `functions/`
 * @returns the paths of the files applied by this call
 * @throws when a table file differs from what was applied, and when a file fails
 */
export async function migrate(
  sql: Sql,
  folders: readonly string[] = schemaFolders,
  root: string = projectRoot,
): Promise<string[]> {
  const files = await readSchema(folders, root);
  const mine: string[] = [];
  const giveUpAt = performance.now() + patienceMs;
  while (true) {
    try {
      for (const file of await pending(sql, files)) {
        await apply(sql, file);
        mine.push(file.path);
      }
      return mine;
    } catch (error) {
      // another process was quicker with a file, or the connection died: look again at what is still to do
      const again = isAppliedElsewhere(error) || isConnectionError(error) && !isClosedPool(error);
      if (!again || performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function readSchema(folders: readonly string[], root: string): Promise<SchemaFile[]> {
  const files: SchemaFile[] = [];
  for (const folder of folders) {
    const functions = `${folder}/functions`;
    const replaceables = await exists(join(root, functions)) ? await sqlFiles(root, functions) : [];
    for (const path of [...await sqlFiles(root, folder), ...replaceables]) {
      const text = (await Deno.readTextFile(join(root, path))).replaceAll("\r\n", "\n");
      const checksum = createHash("sha256").update(text).digest("hex");
      files.push({ path, text, checksum, replaceable: isReplaceable(path) });
    }
  }
  return files;
}

async function sqlFiles(root: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(join(root, folder))) {
    if (!entry.isFile || !entry.name.endsWith(".sql")) continue;
    if (!/^\w+\.sql$/.test(entry.name)) {
      throw new Error(`Schema file ${folder}/${entry.name}: use letters, digits and _ only in its name.`);
    }
    paths.push(`${folder}/${entry.name}`);
  }
  return paths.sort();
}

function isReplaceable(path: string): boolean {
  return path.includes("/functions/") || /\/(\d+_)?f_\w+\.sql$/.test(path);
}

async function pending(sql: Sql, files: SchemaFile[]): Promise<SchemaFile[]> {
  // CREATE … IF NOT EXISTS alone fails when two do it at once
  await sql.unsafe(`${lock}
    CREATE TABLE IF NOT EXISTS schema_files (
      path       text PRIMARY KEY,
      checksum   text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`).simple();
  const rows = await sql<{ path: string; checksum: string }[]>`SELECT path, checksum FROM schema_files`;
  const applied = new Map(rows.map((row) => [row.path, row.checksum]));
  const changed = files.find((f) => !f.replaceable && applied.has(f.path) && applied.get(f.path) !== f.checksum);
  if (changed) {
    throw new Error(
      `Schema file ${changed.path} is not as it was when this database applied it. ` +
        "Put it back as it was and write the change as a new file.",
    );
  }
  return files.filter((f) => applied.get(f.path) !== f.checksum);
}

async function apply(sql: Sql, file: SchemaFile): Promise<void> {
  const onConflict = file.replaceable
    ? "ON CONFLICT (path) DO UPDATE SET checksum = excluded.checksum, applied_at = clock_timestamp()"
    : "";
  // Statements sent as one simple query are one transaction. Bodies are not checked, so that functions may name tables
  // and each other whatever the order of their files.
  const call = `${lock}
    SELECT set_config('check_function_bodies', 'off', true);
    INSERT INTO schema_files (path, checksum) VALUES ('${file.path}', '${file.checksum}') ${onConflict};
    ${file.text}`;
  try {
    await sql.unsafe(call).simple();
  } catch (error) {
    if (isAppliedElsewhere(error) || isConnectionError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Schema file ${file.path} cannot be applied: ${reason}`, { cause: error });
  }
}

function isAppliedElsewhere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === uniqueViolation &&
    "table_name" in error && error.table_name === "schema_files";
}
