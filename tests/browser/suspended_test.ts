import { assertEquals } from "@std/assert";
import { noBrowser, type Screen } from "../support/browser.ts";
import { person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { appoint } from "../support/staff.ts";
import { arrive } from "./house.ts";
import { join } from "./saju_house.ts";

const ignore = noBrowser !== undefined;

/** Suspends whoever came last. */
async function suspendNewest(server: TestServer): Promise<void> {
  const staff = await appoint(server, await person(server, { name: "chief" }));
  const [{ id }] = await server.system.sql<{ id: number }[]>`SELECT max(id) AS id FROM users WHERE NOT is_staff`;
  assertEquals((await staff.post(`/api/admin/users/${id}/suspend`, { reason: "욕설" })).status, 200);
}

/** The page says that the account cannot be used, and waits for no connection. */
async function isTold(screen: Screen): Promise<void> {
  await screen.read("지금은 이 계정으로 이용할 수 없어요.");
  await eventually(async () => !await screen.shows("#connection"));
  assertEquals(await screen.barriers(), []);
}

for (
  const [path, come] of Object.entries({
    "/call": (server: TestServer) => arrive(server, "mina", "female"),
    "/saju": (server: TestServer) => join(server, { name: "mina", gender: "female", birthDate: "1996-05-04" }),
  })
) {
  Deno.test({
    name: `${path} tells a suspended person so, at once and whenever they come back`,
    ignore,
    async fn() {
      await using server = await testServer();
      await using mina = await come(server);
      await suspendNewest(server);
      await isTold(mina);
      await mina.reload();
      await isTold(mina);
    },
  });
}
