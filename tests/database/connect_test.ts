import { assert, assertEquals } from "@std/assert";
import { connect, isConnectionError } from "../../src/database/connect.ts";
import { testDatabase } from "../support/database.ts";
import { dieAmidRows } from "../support/die_amid_rows.ts";
import { eventually } from "../support/eventually.ts";
import { within } from "../support/within.ts";

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

Deno.test("the first answer after a connection died amid rows has its rows where they belong", async () => {
  await using database = await testDatabase();
  const sql = connect(database.url, { max: 1 });
  const answers = {
    tagged: () => sql`SELECT n FROM generate_series(1, 2) n`,
    unsafe: () => sql.unsafe("SELECT n FROM generate_series(1, 2) n"),
    simple: () => sql.unsafe("SELECT n FROM generate_series(1, 2) n").simple(),
  };
  for (const [name, ask] of Object.entries(answers)) {
    await dieAmidRows(sql, database.sql);
    const rows = await ask();
    assertEquals([rows.length, rows.count, rows[0], rows[1]], [2, 2, { n: 1 }, { n: 2 }], name);
  }
  await dieAmidRows(sql, database.sql);
  const [first, second] = await sql.unsafe<{ n: number }[][]>("SELECT 1 AS n; SELECT 2 AS n").simple();
  assertEquals([first[0], second[0]], [{ n: 1 }, { n: 2 }]);
  await sql.end({ timeout: 1 });
});

Deno.test("a pool goes on when its idle connection was killed while the process was busy", async () => {
  await using database = await testDatabase();
  for (let round = 0; round < 25; round++) {
    const sql = connect(database.url, { max: 1 });
    const [{ pid }] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await database.sql`SELECT pg_terminate_backend(${pid})`;
    const busyUntil = performance.now() + 20;
    while (performance.now() < busyUntil);
    const ask = () => sql`SELECT 42 AS answer`.then(([row]) => row.answer, (error) => assert(isConnectionError(error)));
    // what was asked before the client heard of it is lost, and the driver gives the next one the error of the last
    assert(await within(20_000, eventually(async () => await ask() === 42 && await ask() === 42)));
    await sql.end({ timeout: 1 });
  }
});
