import { assertEquals } from "@std/assert";
import { ProfileChanged } from "../../events/accounts.ts";
import { connect } from "../../src/database/connect.ts";
import { crowd } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";

Deno.test("a server whose read models lag is not ready, and is again once they have caught up", async () => {
  await using server = await testServer();
  const { sql, log } = server.system;
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const ready = async () => {
    const response = await fetch(`${server.url}/readyz`);
    await response.body?.cancel();
    return [response.status, response.headers.get("retry-after")];
  };
  await eventually(async () => (await ready())[0] === 200);

  const [{ table }] = await sql<{ table: string }[]>`
    SELECT relname AS table FROM pg_class WHERE relkind = 'r' AND relname ~ '^users_v[0-9]+$'`;
  const other = connect(server.installation.databaseUrl, { max: 1 });
  const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // whoever reads the table may, whoever writes it waits
  const holding = other.begin(async (held) => {
    await held`LOCK TABLE ${held(table)} IN SHARE MODE`;
    locked.resolve();
    await done.promise;
  });
  await locked.promise;
  const events = [ProfileChanged({ userId: idOf(mina), gender: "female" })];
  await log.append({ events, guards: [], meta: { actor: null, correlationId: "test", app: "system" } });
  assertEquals(await ready(), [503, "1"]);
  done.resolve();
  await holding;
  await eventually(async () => (await ready())[0] === 200);
  await other.end();
});
