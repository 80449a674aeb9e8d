import { assert, assertEquals } from "@std/assert";
import { defaultLimits } from "../../src/realtime/limits.ts";
import { crowd } from "../support/client.ts";
import { testClock, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";

Deno.test("a token that runs out is announced, and closes its socket unless it is renewed there", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using renewing = await openSocket(server, mina);
  await using idle = await openSocket(server, mina);
  await Promise.all([renewing.ask("ping"), idle.ask("ping")]);
  clock.advance(14 * 60 + 15);
  const [warning] = await Promise.all([renewing.next("auth.expiring"), idle.next("auth.expiring")]);
  const leftMs = new Date(String(warning.data.expires_at)).getTime() - clock.now().getTime();
  assert(leftMs > 0 && leftMs <= 60_000, `${leftMs} ms were left`);

  const fresh = await mina.refreshed();
  const renewed = await renewing.ask("auth", { token: fresh.access });
  assertEquals(renewed.type, "ack");
  assert(new Date(String(renewed.data.expires_at)) > new Date(String(warning.data.expires_at)));
  clock.advance(60);
  assertEquals((await idle.closed).code, 4003);
  assertEquals((await renewing.ask("ping")).type, "ack");
  assertEquals(renewing.seen.filter(({ type }) => type === "auth.expiring").length, 1);
  await using late = await openSocket(server, mina);
  assert(![1000, 1005].includes((await late.closed).code), "an expired token was let in");
});

Deno.test("a socket stays its person's: another's token, or a bad one, renews nothing", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using client = await openSocket(server, mina);
  for (const token of [jun.access, "no token", `${mina.access}x`]) {
    assertEquals((await client.ask("auth", { token })).data.code, "auth.token_invalid");
  }
  assertEquals((await client.ask("ping")).type, "ack");
});

Deno.test("whoever does not say who they are is closed", async () => {
  await using server = await testServer({ sockets: { authWithinMs: 50 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using silent = await openSocket(server, undefined, "none");
  assertEquals((await silent.closed).code, 4001);
  await using known = await openSocket(server, mina);
  assertEquals((await known.ask("ping")).type, "ack");
});

Deno.test("a socket's times: 10 s to say who it is, 5 s to resume, 30 s without a pong, 15 s of silence in a call", () => {
  const { authWithinMs, resumeWithinMs, idleTimeoutSec, silentInCallMs, heartbeat } = defaultLimits;
  assertEquals([authWithinMs, resumeWithinMs, idleTimeoutSec, silentInCallMs], [10_000, 5_000, 30, 15_000]);
  assertEquals(heartbeat, { heartbeat_sec: 25, heartbeat_in_call_sec: 5 });
});
