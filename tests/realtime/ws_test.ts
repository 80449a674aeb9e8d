import { assert, assertEquals } from "@std/assert";
import { buy, crowd, type Person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { cursorOf, openSocket } from "../support/socket.ts";
import { openWs, type WsClient } from "../support/ws_client.ts";

/** Someone's socket by `ws`, which writes its subprotocols as `inyeon.v1,bearer.T`. */
async function open(
  server: TestServer,
  { access }: Person,
  more: readonly string[] = [],
  options: { autoPong?: boolean } = {},
): Promise<WsClient> {
  const client = await openWs(server, ["inyeon.v1", `bearer.${access}`, ...more], options);
  if ("status" in client) throw new Error(`The upgrade was answered ${client.status}.`);
  return client;
}

Deno.test("ws: the subprotocol is ours, the welcome first, and a push needs no frame before it", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using client = await open(server, mina);
  assertEquals(client.protocol(), "inyeon.v1");
  await buy(server, mina);
  assertEquals((await client.first("gems.changed")).data.balance, 100);
  assertEquals(client.seen.map(({ type }) => type), ["welcome", "gems.changed"]);
  assertEquals((await client.ask("ping")).type, "ack");
});

Deno.test("ws: what is refused is refused before the socket", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const tries = [
    [["inyeon.v1", "bearer.x"], {}, 401],
    [["inyeon.v1", `bearer.${mina.access}`], { protocolVersion: 8 }, 426],
  ] as const;
  for (const [protocols, options, status] of tries) {
    const refused = await openWs(server, protocols, options);
    assert("status" in refused, "it was let in");
    assertEquals(refused.status, status);
    assertEquals(refused.headers["sec-websocket-version"], status === 426 ? "13" : undefined);
  }
  await using _client = await open(server, mina);
});

Deno.test("ws: an announced resume brings what was missed, then `resumed`", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const cursor = await cursorOf(mina);
  await buy(server, mina);
  await using client = await open(server, mina, ["resume", "lang.en"]);
  client.say("resume", { cursor });
  assertEquals((await client.first("resumed")).data, { recovered: true });
  assertEquals(client.seen.map(({ type, cursor }) => [type, typeof cursor]), [
    ["welcome", "undefined"],
    ["gems.changed", "undefined"],
    ["resumed", "string"],
  ]);
  assertEquals(client.seen[0].data.cursor, null);
});

Deno.test("ws answers the protocol's pings by itself and lives; told not to, it is closed with 1001", async () => {
  await using server = await testServer({ sockets: { idleTimeoutSec: 2 } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using answering = await open(server, mina);
  await using mute = await open(server, jun, [], { autoPong: false });
  await eventually(() => answering.pings() >= 5);
  assertEquals(await mute.closed, 1001);
  assertEquals((await answering.ask("ping")).type, "ack");
});

Deno.test("ws and another client meet, call and end", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await open(server, mina);
  await using two = await openSocket(server, jun);
  await one.ask("match.request");
  await two.ask("match.request");
  const { match_id } = (await one.first("match.offered")).data;
  const yes = { match_id, decision: "accept" };
  const decisions = await Promise.all([one.ask("match.decide", yes), two.ask("match.decide", yes)]);
  assertEquals(decisions.map(({ data }) => data.status), ["matched", "matched"]);
  const { call_session_id } = (await one.ask("call.start", { match_id })).data;
  await two.next("call.started");
  assertEquals((await two.ask("call.signal", { call_session_id, signal: { n: 1 } })).data, { delivered: true });
  assertEquals((await one.first("call.signal")).data, { call_session_id, signal: { n: 1 } });
  await two.ask("call.end", { call_session_id });
  assertEquals((await one.first("call.ended")).data.reason, "hung_up");
});
