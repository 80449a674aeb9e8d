import { assert, assertEquals } from "@std/assert";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { hashOf } from "../support/facts.ts";
import { testServer } from "../support/server.ts";
import { task } from "../support/task.ts";
import { tamper } from "../audit/tampering.ts";
import { backupFolder, makePlace } from "./house.ts";

Deno.test("backup, restore, audit and verify as tasks, beside a serving system", async (t) => {
  await using folder = await backupFolder();
  await using server = await testServer();
  const { installation, system } = server;
  for (let n = 0; n < 20; n++) {
    const input = { provider: "development", productId: "gems_100", paymentHash: hashOf(`payment ${n}`) };
    assert(!isRefusal(await system.run(chargeGems, input, { me: 1 + n % 2, correlationId: "test" })));
  }
  await using place = await makePlace({ dataDir: installation.dataDir });
  const target = { databaseUrl: place.url, dataDir: place.dataDir };

  await t.step("verify and audit find nothing", async () => {
    const verified = await task(installation, "verify");
    assertEquals(verified.code, 0, verified.said);
    assert(verified.said.includes("gem_balances: 2 rows compared at position 20, none differs."), verified.said);
    const audited = await task(installation, "audit");
    assertEquals(audited.code, 0, audited.said);
    assert(audited.said.includes("20 events looked at"), audited.said);
    assert(audited.said.includes("Nothing was changed."), audited.said);
  });

  await t.step("a backup and its increment restore", async () => {
    const one = await task(installation, "backup", folder.path("one"));
    assertEquals(one.code, 0, one.said);
    const again = await task(installation, "backup", folder.path("one"));
    assertEquals(again.code, 1, again.said);
    const two = await task(installation, "backup", folder.path("two"), "--after", "20");
    assertEquals(two.code, 0, two.said);
    const half = await task(target, "restore", folder.path("two"));
    assertEquals(half.code, 1);
    assert(half.said.includes("name the files before it first"), half.said);
    const restored = await task(target, "restore", folder.path("one"), folder.path("two"), "--same-log");
    assertEquals(restored.code, 0, restored.said);
    assert(restored.said.includes(`Restored 20 events as log ${system.log.id}`), restored.said);
    const audited = await task(target, "audit");
    assertEquals(audited.code, 0, audited.said);
    const verified = await task(target, "verify", "gem_balances");
    assertEquals(verified.code, 1);
    assert(verified.said.includes("gem_balances: no live table holds version"), verified.said);
    assertEquals((await task(target, "rebuild", "gem_balances")).code, 0);
    assertEquals((await task(target, "verify", "gem_balances")).code, 0);
  });

  await t.step("verify and audit name what is wrong", async () => {
    await tamper(place.url, async (sql) => {
      await sql`UPDATE gem_balances SET balance = 7 WHERE user_id = 1`;
      await sql`UPDATE events SET data = data || '{"productId": "gems_7"}' WHERE position = 3`;
    });
    const audited = await task(target, "audit");
    assertEquals(audited.code, 1);
    assert(audited.said.includes("Position 3: the hash does not fit."), audited.said);
    const verified = await task(target, "verify", "gem_balances");
    assertEquals(verified.code, 1);
    assert(verified.said.includes('{"user_id":1}: balance is 7, the log says 1000'), verified.said);
  });

  await t.step("what is asked for wrongly is said", async () => {
    for (const [name, args, says] of asked) {
      const { code, said } = await task(installation, name, ...args);
      assertEquals(code, 2, said);
      assert(said.includes(says), said);
    }
  });
});

const asked: [name: string, args: string[], says: string][] = [
  ["verify", ["people"], "No read model is called people"],
  ["backup", [], "Name one file"],
  ["backup", ["x", "--after", "soon"], "--after is soon but must be a position"],
  ["backup", ["x", "--since", "3"], "--since"],
  ["restore", [], "Name the files to restore"],
];
