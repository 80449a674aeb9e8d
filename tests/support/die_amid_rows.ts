import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { isConnectionError } from "../../src/database/connect.ts";
import { eventually } from "./eventually.ts";

/**
 * Leaves a pool's only connection with the rows that it received of an answer that never ended.
 *
 * @param other a pool of the same database
 */
export async function dieAmidRows(sql: Sql, other: Sql): Promise<void> {
  const [{ pid }] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const broken = sql`
    SELECT n, repeat('x', 100), pg_sleep(CASE WHEN n = 1500 THEN 30 ELSE 0 END) FROM generate_series(1, 3000) n`;
  const rows = broken.then(() => assert(false, "the answer ended"), (error) => assert(isConnectionError(error)));
  // the rows before are on their way, and come before the end
  await eventually(async () => {
    const [{ wait_event }] = await other`SELECT wait_event FROM pg_stat_activity WHERE pid = ${pid}`;
    return wait_event === "PgSleep";
  });
  assertEquals([...await other`SELECT pg_terminate_backend(${pid}) AS killed`], [{ killed: true }]);
  await rows;
  // the driver gives the next one the error of the last
  await sql`SELECT 1`.catch((error) => assert(isConnectionError(error)));
}
