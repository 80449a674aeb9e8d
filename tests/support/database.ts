import type { Sql } from "postgres";
import { connect } from "../../src/database/connect.ts";

/** A database of a test's own. */
export type TestDatabase = AsyncDisposable & { sql: Sql; url: string };

/** The databases that every test database is a copy of: with the whole schema, and with read models too. */
export const templates = { prepared: "inyeon_prepared", served: "inyeon_served" };

/**
 * Makes a database with the whole schema and nothing in it; it is dropped at the end of the scope:
 * `await using database = await testDatabase();`
 *
 * @param options.empty without the schema too
 * @param options.served as a server leaves it that nobody has asked for anything
 */
export async function testDatabase(
  options: { empty?: boolean; served?: boolean; max?: number } = {},
): Promise<TestDatabase> {
  const serverUrl = Deno.env.get("TEST_DATABASE_URL");
  if (!serverUrl) throw new Error("TEST_DATABASE_URL is not set: run the tests with `deno task test [files]`.");
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const template = options.empty ? "template0" : options.served ? templates.served : templates.prepared;
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const sql = connect(url, { max: options.max ?? 5, applicationName: "test" });
  return {
    sql,
    url,
    [Symbol.asyncDispose]: async () => {
      await sql.end({ timeout: 1 });
      await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const sql = connect(url, { max: 1, applicationName: "test" });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
