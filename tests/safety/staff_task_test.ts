import { assertEquals } from "@std/assert";
import { codeOf, crowd } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";
import { task } from "../support/task.ts";

Deno.test("staff are appointed, listed and dismissed by a task beside a serving system", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const staff = (...args: string[]) => task(server.installation, "staff", ...args);
  const list = () => mina.get("/api/admin/reports");
  assertEquals(codeOf(await list()), "403 auth.staff_only");

  assertEquals(await staff("add", "Mina"), { code: 0, said: "Mina is staff.\n" });
  await eventually(async () => (await list()).status === 200);
  await eventually(async () => (await staff("list")).said === `${idOf(mina)}\tmina\n`);
  assertEquals(await staff("remove", "mina"), { code: 0, said: "mina is not staff.\n" });
  await eventually(async () => codeOf(await list()) === "403 auth.staff_only");
  assertEquals(await staff("list"), { code: 0, said: "" });

  assertEquals(await staff("add", "nobody"), { code: 1, said: "Nobody is called nobody.\n" });
  for (const args of [[], ["add"], ["list", "mina"], ["make", "mina"], ["add", "mina", "juno"]]) {
    assertEquals((await staff(...args)).code, 2, args.join(" "));
  }
});
