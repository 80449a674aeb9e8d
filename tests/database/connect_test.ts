import { assert, assertEquals } from "@std/assert";
import { connect, isConnectionError } from "../../src/database/connect.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";

Deno.test("a bigint arrives as a number, and the schema is there", async () => {
  await using database = await testDatabase();
  const [row] = await database.sql`SELECT count(*) AS n, 9007199254740991 AS big FROM leases`;
  assertEquals(row, { n: 0, big: 9007199254740991 });
});

Deno.test("a killed connection is told from a bad statement, and the next call goes through", async () => {
  await using database = await testDatabase({ max: 1 });
  const killed = await database.sql`SELECT pg_terminate_backend(pg_backend_pid())`.catch((error) => error);
  assert(isConnectionError(killed));
  // what was sent before the client heard of it is lost as well
  const wrong = await eventually(async () => {
    const error = await database.sql`SELECT 1 / 0`.catch((error) => error);
    return !isConnectionError(error) && error;
  });
  assertEquals(wrong.code, "22012");
});

Deno.test("a server that is not there is a connection error", async () => {
  const sql = connect("postgres://nobody:x@127.0.0.1:1/none");
  const refused = await sql`SELECT 1`.catch((error) => error);
  assert(isConnectionError(refused));
  await sql.end();
});
