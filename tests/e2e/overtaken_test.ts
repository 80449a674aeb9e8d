import { assertEquals } from "@std/assert";
import { isRefusal } from "../../src/answers/refusals.ts";
import { rateCall } from "../../src/calls/rate_call.ts";
import { callOf, codeOf, crowd, matched } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";

Deno.test("a refusal kept under a key does not stand over what a request beside it did before its server died", async () => {
  await using server = await testServer();
  const { system } = server;
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const call_session_id = await callOf(mina, await matched(mina, jun));
  const rating = { call_id: Number(call_session_id), rating: 4 };
  const key = crypto.randomUUID();
  const rate = () => mina.post("/api/history/rate/", rating, { headers: { "idempotency-key": key } });
  assertEquals(codeOf(await rate()), "409 call.not_ended");
  await jun.post("/api/call/end/", { call_session_id });
  assertEquals(codeOf(await rate()), "409 call.not_ended", "a refusal is repeated");

  const userId = idOf(mina);
  const scope = { userId, method: "POST", path: "/api/history/rate/", key };
  const idempotencyHash = system.idempotency.keyHash(scope);
  const done = await system.run(rateCall, rating, { me: userId, correlationId: "died", idempotencyHash });
  assertEquals(isRefusal(done), false);
  for (const replayed of [null, "true"]) {
    const again = await rate();
    assertEquals([again.status, again.headers.get("idempotency-replayed")], [201, replayed]);
  }
});
