import { assertEquals } from "@std/assert";
import { connect } from "../../src/database/connect.ts";
import { openLog } from "../../src/log/open.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { testDatabase } from "../support/database.ts";
import { dieAmidRows } from "../support/die_amid_rows.ts";
import { all, command, fact, masterKey } from "./house.ts";

Deno.test("what is appended on a connection that took over from one killed amid rows stands there once", async () => {
  await using database = await testDatabase();
  const sql = connect(database.url, { max: 1 });
  const log = await openLog({ sql, personal: personalKeys(sql, [masterKey]) });
  await dieAmidRows(sql, database.sql);

  const told = await Promise.all([log.append(command([fact(1)])), log.append(command([fact(2)]))]);
  assertEquals(told, [{ outcome: "appended", position: 1 }, { outcome: "appended", position: 2 }]);
  assertEquals((await all(log)).map(({ tags }) => tags), [["user:1"], ["user:2"]]);
  await log.close();
  await sql.end({ timeout: 1 });
});
