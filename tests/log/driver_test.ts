import { assertEquals } from "@std/assert";
import { AccountRegistered } from "../../events/accounts.ts";
import { connect } from "../../src/database/connect.ts";
import { openLog } from "../../src/log/open.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { hashOf } from "../support/facts.ts";
import { testDatabase } from "../support/database.ts";
import { dieAmidRows } from "../support/die_amid_rows.ts";
import { all, command, fact, masterKey, once } from "./house.ts";

const registered = AccountRegistered({
  userId: 7,
  username: "mina",
  usernameHash: hashOf("mina"),
  passwordHash: "argon2id",
  registeredAt: "2026-03-01T12:00:00.000Z",
});

Deno.test("an answer on a connection that took over from one killed amid rows is read as it is", async () => {
  await using database = await testDatabase();
  const sql = connect(database.url, { max: 1 });
  const keys = () => personalKeys(sql, [masterKey]);
  const log = await openLog({ sql, personal: keys() });
  try {
    await log.append(command([registered]));
    await dieAmidRows(sql, database.sql);
    assertEquals(await log.head(), 1);
    await log.append(once(1));
    await log.append(command([fact(2)]));
    await dieAmidRows(sql, database.sql);
    assertEquals((await all(log)).map(({ position }) => position), [1, 2, 3]);
    await dieAmidRows(sql, database.sql);
    const found = await log.read({ after: 1, limit: 9, query: { any: [{ tags: ["user:1"] }, { tags: ["user:2"] }] } });
    assertEquals(found.map(({ position }) => position), [2, 3]);
    await dieAmidRows(sql, database.sql);
    assertEquals([...(await keys().load(new Set([7]))).keys()], [7]);
  } finally {
    await log.close();
    await sql.end({ timeout: 1 });
  }
});
