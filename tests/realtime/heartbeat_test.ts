import { assert, assertEquals } from "@std/assert";
import { callOf, crowd, matched, type Person } from "../support/client.ts";
import { pause } from "../support/pause.ts";
import { goodUpgrade, opcodes, openRaw, type RawSocket } from "../support/raw_socket.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";

/** Says something now and then until something else has happened. */
async function pingUntil(client: Client, happened: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const watching = happened.finally(() => over.abort());
  while (!over.signal.aborted) {
    assertEquals((await client.ask("ping")).type, "ack");
    await pause(100, over.signal);
  }
  await watching;
}

/** A raw socket of a person, before anything was read of it. */
const openAs = (server: TestServer, { access }: Person) =>
  openRaw(server, [...goodUpgrade, `Authorization: Bearer ${access}`]);

/** Answers the server's pings until there were enough, and says nothing else; returns the types of the frames that came. */
async function answerPings(socket: RawSocket, isEnough: (pings: number) => boolean): Promise<string[]> {
  const types: string[] = [];
  for (let pings = 0; !isEnough(pings);) {
    const frame = await socket.frame();
    assert(frame && frame.opcode !== opcodes.close, `closed after ${pings} pings, ${types}`);
    if (frame.opcode === opcodes.text) types.push(JSON.parse(new TextDecoder().decode(frame.payload)).type);
    if (frame.opcode !== opcodes.ping) continue;
    pings++;
    await socket.send(opcodes.pong, frame.payload);
  }
  return types;
}

Deno.test("the server pings: a client that answers lives, one that does not is closed with 1001, known or not", async () => {
  const idleTimeoutSec = 2;
  await using server = await testServer({ sockets: { idleTimeoutSec } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  using answering = await openAs(server, mina);
  // each ping comes after half of the time: the silent ones' was over long ago
  const answered = answerPings(answering, (pings) => pings === 6);
  using silent = await openAs(server, jun);
  using unknown = await openRaw(server);
  const [types] = await Promise.all([
    answered,
    ...[silent, unknown].map(async (socket) => {
      const codes: number[] = [];
      for (let frame; (frame = await socket.frame());) {
        if (frame.opcode === opcodes.text) continue;
        codes.push(frame.opcode === opcodes.close ? new DataView(frame.payload.buffer).getUint16(0) : frame.opcode);
      }
      assertEquals(codes, [opcodes.ping, 1001]);
    }),
  ]);
  assertEquals(types, ["welcome"]);
  await answering.send(opcodes.text, JSON.stringify({ type: "ping", id: 1 }));
  let next = await answering.frame();
  while (next?.opcode === opcodes.ping) next = await answering.frame();
  assert(next?.opcode === opcodes.text, "the client that answers was closed");
});

Deno.test("a client that only answers the protocol's pings keeps the call; one that has sent `ping` must go on", async () => {
  const silentInCallMs = 1_500;
  await using server = await testServer({ sockets: { silentInCallMs, idleTimeoutSec: 2 } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  using still = await openAs(server, mina);
  let answered = 0, enough = Infinity;
  const living = answerPings(still, (pings) => (answered = pings) >= enough);
  await using pinging = await openSocket(server, jun);
  await pinging.ask("ping");
  await callOf(mina, await matched(mina, jun));
  // four times as long as somebody who pings may be silent
  enough = answered + 4 * silentInCallMs / 1_000;
  await Promise.all([living, pinging.closed]);
  assertEquals((await pinging.closed).code, 4004);
  const events = await server.system.log.read({ after: 0, limit: 1_000 });
  assertEquals(events.filter(({ type }) => type === "CallEnded"), []);
});

Deno.test("a call asks for pings from its start on, and not for those before it", async () => {
  await using server = await testServer({ sockets: { silentInCallMs: 4_000 } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using pinging = await openSocket(server, mina);
  await using quiet = await openSocket(server, jun);
  await Promise.all([pinging.ask("ping"), quiet.ask("ping")]);
  const match_id = await matched(mina, jun);
  await pingUntil(pinging, pause(4_200));
  await callOf(mina, match_id);
  await quiet.next("call.started");
  // longer than the server takes to look at every socket
  await pingUntil(pinging, pause(1_500));
  assertEquals((await quiet.ask("ping")).type, "ack");
  await pingUntil(pinging, quiet.closed);
  assertEquals((await quiet.closed).code, 4004);
});

Deno.test("outside a call nobody is asked for `ping` frames, not even those who have sent some", async () => {
  await using server = await testServer({ sockets: { silentInCallMs: 500 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using once = await openSocket(server, mina);
  await once.ask("ping");
  await pause(2_500);
  assertEquals((await once.ask("ping")).type, "ack");
});
