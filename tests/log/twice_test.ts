import { assert, assertEquals } from "@std/assert";
import { connect, isConnectionError } from "../../src/database/connect.ts";
import { openLog } from "../../src/log/open.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { testDatabase } from "../support/database.ts";
import { all, command, fact, masterKey } from "./house.ts";

Deno.test("what is appended on a connection that took over from one killed amid rows stands there once", async () => {
  await using database = await testDatabase();
  const sql = connect(database.url, { max: 1 });
  const log = await openLog({ sql, personal: personalKeys(sql, [masterKey]) });
  const [{ pid }] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const broken = sql`
    SELECT n, repeat('x', 100), pg_sleep(CASE WHEN n = 1500 THEN 30 ELSE 0 END) FROM generate_series(1, 3000) n`;
  const rows = broken.then(() => assert(false), (error) => assert(isConnectionError(error)));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await database.sql`SELECT pg_terminate_backend(${pid})`;
  await rows;
  await sql`SELECT 1`.catch((error) => assert(isConnectionError(error)));

  const told = await Promise.all([log.append(command([fact(1)])), log.append(command([fact(2)]))]);
  assertEquals(told, [{ outcome: "appended", position: 1 }, { outcome: "appended", position: 2 }]);
  assertEquals((await all(log)).map(({ tags }) => tags), [["user:1"], ["user:2"]]);
  await log.close();
  await sql.end({ timeout: 1 });
});
