import { assertEquals } from "@std/assert";
import { users } from "../../projections/accounts/users.ts";
import { followIntoMemory } from "../../src/log/follow_into_memory.ts";
import { crowd } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";

/** Signs someone up, and waits until this process has heard of it. */
async function joins(server: TestServer, name: string): Promise<void> {
  const heard = Promise.withResolvers<void>();
  const stop = server.system.tail.on(({ type }) => type === "AccountRegistered" && heard.resolve());
  await crowd(server, [{ name }]);
  await heard.promise;
  stop();
}

Deno.test("what comes while a table is read is noted after it, and what comes later as it comes", async () => {
  await using server = await testServer();
  const known: string[] = [];
  await followIntoMemory(server.system, {
    from: users,
    async read() {
      await joins(server, "mina");
      known.push("the table");
    },
    note: ({ type }) => type === "AccountRegistered" && known.push(type),
  });
  assertEquals(known, ["the table", "AccountRegistered"]);
  await joins(server, "jun");
  assertEquals(known, ["the table", "AccountRegistered", "AccountRegistered"]);
});
