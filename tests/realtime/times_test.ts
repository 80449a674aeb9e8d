import { assert, assertEquals } from "@std/assert";
import { callOf, crowd, matched } from "../support/client.ts";
import { testClock, testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";

/** Says something now and then until something else has happened. */
async function pingUntil(client: Client, happened: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = happened.finally(() => isOver = true);
  while (!isOver) {
    assertEquals((await client.ask("ping")).type, "ack");
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
}

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

Deno.test("a socket that nothing is heard of is closed, and one that pings is not", async () => {
  await using server = await testServer({ sockets: { silentMs: 1_500 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using silent = await openSocket(server, mina);
  await using pinging = await openSocket(server, mina);
  await pingUntil(pinging, silent.closed);
  assertEquals((await silent.closed).code, 4004);
  assertEquals((await pinging.ask("ping")).type, "ack");
});

Deno.test("a call asks for pings from its start on, and not for those before it", async () => {
  await using server = await testServer({ sockets: { silentInCallMs: 4_000 } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using pinging = await openSocket(server, mina);
  await using quiet = await openSocket(server, jun);
  await Promise.all([pinging.ask("ping"), quiet.ask("ping")]);
  const time = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const match_id = await matched(mina, jun);
  await pingUntil(pinging, time(4_200));
  await callOf(mina, match_id);
  await quiet.next("call.started");
  // longer than the server takes to look at every socket
  await pingUntil(pinging, time(1_500));
  assertEquals((await quiet.ask("ping")).type, "ack");
  await pingUntil(pinging, quiet.closed);
  assertEquals((await quiet.closed).code, 4004);
});

Deno.test("a client that says nothing is shown what comes all the same", async () => {
  await using server = await testServer({ sockets: { beginWithinMs: 50 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using listening = await openSocket(server, mina);
  await using acting = await openSocket(server, mina);
  await acting.ask("match.request");
  await acting.ask("match.cancel");
  assertEquals((await listening.next("match.cancelled")).data, { reason: "cancelled" });
  assertEquals((await acting.next("match.cancelled")).data, { reason: "cancelled" });
});
