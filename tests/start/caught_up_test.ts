import { assertRejects } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { caughtUp } from "../../src/start/caught_up.ts";
import { testServer } from "../support/server.ts";

Deno.test("a process that folds no read models waits for one that does, and says so where there is none", async () => {
  await using server = await testServer({ config: { ROLES: "http" } });
  const { registry, log } = server.system;
  await fetch(`${server.url}/api/auth/signup/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "mina", password: "correct horse!", age: 25, gender: "female" }),
  }).then((response) => response.body?.cancel());

  const of = { projections, projecting: false };
  await assertRejects(
    () => caughtUp({ registry, log }, of, { giveUpAfterMs: 60, sayEveryMs: 20 }),
    Error,
    "start a process whose ROLES have projections",
  );
  await caughtUp({ registry, log }, { ...of, projecting: true }, { giveUpAfterMs: 60, sayEveryMs: 20 });

  const waiting = caughtUp({ registry, log }, of);
  await using _folding = await server.another({ config: { ROLES: "projections" } });
  await waiting;
});
