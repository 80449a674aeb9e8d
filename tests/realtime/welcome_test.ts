import { assert, assertEquals } from "@std/assert";
import { buy, crowd } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { cursorOf, inCall, openSocket, type Way } from "../support/socket.ts";
import { goodUpgrade, opcodes, openRaw, type RawSocket } from "../support/raw_socket.ts";

const heartbeat = { heartbeat_sec: 25, heartbeat_in_call_sec: 5 };
/** Nobody comes to the end of it: what comes later than at once does not come at all. */
const long = { resumeWithinMs: 600_000 };

/** The types of the first frames, as they came. */
async function firstFrames(socket: RawSocket, count: number): Promise<{ type: string; id?: number; data: unknown }[]> {
  const frames = [];
  for (let n = 0; n < count; n++) {
    const frame = await socket.frame();
    assert(frame?.opcode === opcodes.text, "the socket closed");
    frames.push(JSON.parse(new TextDecoder().decode(frame.payload)));
  }
  return frames;
}

Deno.test("the first frame is the welcome, whichever way someone says who they are, and a client need say nothing", async () => {
  await using server = await testServer({ sockets: long });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (const way of ["subprotocol", "header", "frame"] satisfies Way[]) {
    await using client = await openSocket(server, mina, way);
    const { data, ...rest } = await client.welcome;
    assertEquals({ ...data, cursor: null }, { cursor: null, ...heartbeat }, way);
    assertEquals([typeof data.cursor, rest], ["string", { type: "welcome" }], way);
  }
});

Deno.test("where auth came as a frame its ack is first, the welcome second, and nothing overtakes either", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using partner = await openSocket(server, jun);
  await using _old = await openSocket(server, mina);
  const call_session_id = await inCall(mina, jun, [partner]);
  let isOver = false;
  const signalling = (async () => {
    for (let n = 0; !isOver; n++) await partner.ask("call.signal", { call_session_id, signal: { n } });
  })();
  for (let n = 0; n < 5; n++) {
    using socket = await openRaw(server);
    await socket.send(opcodes.text, JSON.stringify({ type: "auth", id: 7, data: { token: mina.access } }));
    assertEquals((await firstFrames(socket, 2)).map(({ type, id }) => [type, id]), [["ack", 7], [
      "welcome",
      undefined,
    ]]);
  }
  for (let n = 0; n < 5; n++) {
    using socket = await openRaw(server, [...goodUpgrade, `Authorization: Bearer ${mina.access}`]);
    assertEquals((await firstFrames(socket, 1))[0].type, "welcome");
  }
  isOver = true;
  await signalling;
});

Deno.test("a socket that sends nothing gets its first push at once, and misses nothing by the welcome's cursor", async () => {
  await using server = await testServer({ sockets: long });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const silent = await openSocket(server, mina);
  const { data } = await silent.welcome;
  await buy(server, mina);
  assertEquals((await silent.next("gems.changed")).data.balance, 100);
  // it is not known yet whether `resume` comes first
  assertEquals(silent.cursor(), undefined);
  await silent.close();

  await using back = await openSocket(server, mina, "subprotocol", ["resume"]);
  back.say({ type: "resume", data: { cursor: data.cursor } });
  assertEquals((await back.next("resumed")).data, { recovered: true });
  assertEquals(back.seen.map(({ type }) => type), ["gems.changed", "resumed"]);
});

Deno.test("cursors begin with the first frame other than resume, or once the time for it is over", async () => {
  await using server = await testServer({ sockets: { resumeWithinMs: 50 } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using silent = await openSocket(server, mina);
  await using pinging = await openSocket(server, jun);
  await pinging.ask("ping");
  await buy(server, jun);
  assert((await pinging.next("gems.changed")).cursor, "a frame after a ping has no cursor");
  while (silent.cursor() === undefined) {
    await buy(server, mina);
    await silent.next("gems.changed");
  }
});

Deno.test("an announced resume comes first: no cursor before `resumed`, and a second drop skips nothing", async () => {
  await using server = await testServer({ sockets: long });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const cursor = await cursorOf(mina);
  await buy(server, mina);
  await buy(server, mina);

  const dropped = await openSocket(server, mina, "subprotocol", ["resume"]);
  assertEquals((await dropped.welcome).data, { cursor: null, ...heartbeat });
  await buy(server, mina);
  assertEquals(dropped.seen, []);
  // anything else lets what comes flow, and still gives no cursor
  assertEquals((await dropped.ask("ping")).type, "ack");
  assertEquals((await dropped.next("gems.changed")).data.balance, 300);
  assertEquals(dropped.cursor(), undefined);
  await dropped.close();

  await using back = await openSocket(server, mina, "subprotocol", ["resume"]);
  back.say({ type: "resume", data: { cursor } });
  const resumed = await back.next("resumed");
  assertEquals(back.seen.map(({ type, cursor }) => [type, cursor]), [
    ["gems.changed", undefined],
    ["gems.changed", undefined],
    ["gems.changed", undefined],
    ["resumed", resumed.cursor],
  ]);
  assertEquals(typeof resumed.cursor, "string");
  await buy(server, mina);
  for (let n = 0; n < 3; n++) await back.next("gems.changed");
  assert((await back.next("gems.changed")).cursor);
});

Deno.test("an announced resume that does not come in time: what comes is shown, without cursors", async () => {
  await using server = await testServer({ sockets: { resumeWithinMs: 50 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const cursor = await cursorOf(mina);
  await using late = await openSocket(server, mina, "subprotocol", ["resume"]);
  await buy(server, mina);
  assertEquals((await late.next("gems.changed")).cursor, undefined);
  late.say({ type: "resume", data: { cursor } });
  assertEquals((await late.next("resumed")).data, { recovered: true });
  assertEquals(late.seen.map(({ type }) => type), ["gems.changed", "gems.changed", "resumed"]);
});

Deno.test("a resume that was not announced is served as before: a push that came sooner has no cursor and comes again", async () => {
  await using server = await testServer({ sockets: long });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const cursor = await cursorOf(mina);
  await buy(server, mina);
  const dropped = await openSocket(server, mina);
  await buy(server, mina);
  const early = await dropped.next("gems.changed");
  assertEquals([early.data.balance, early.cursor], [200, undefined]);
  await dropped.close();

  await using back = await openSocket(server, mina);
  await buy(server, mina);
  await back.next("gems.changed");
  back.say({ type: "resume", data: { cursor } });
  assertEquals((await back.next("resumed")).data, { recovered: true });
  const after = back.seen.slice(1);
  assertEquals(after.map(({ type }) => type), ["gems.changed", "gems.changed", "gems.changed", "resumed"]);
  assert(after.every(({ cursor }) => cursor), "what was missed came without cursors");
});
