import { assert, assertEquals } from "@std/assert";
import { crowd, type Person, person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { memoryOf } from "../support/kernel.ts";
import { type Attacker, attackSocket, frame, frameHead } from "../support/attacker.ts";
import { pause } from "../support/pause.ts";
import { opcodes } from "../support/raw_socket.ts";
import { childServer, testInstallation, testServer } from "../support/server.ts";
import { type Client, inCall, openSocket } from "../support/socket.ts";

const megabyte = 1_048_576;
const letters = new Uint8Array(65_536).fill(97);
const many = frame(opcodes.continuation, letters, { fin: false });
const tiny = frame(opcodes.continuation, "x", { fin: false });
const tinies = new Uint8Array(4_096 * tiny.length).map((_, n) => tiny[n % tiny.length]);

/** Messages without an end: how each begins, and how it goes on. */
const endless: [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>][] = [
  [frameHead(opcodes.text, 60_000_000), letters],
  [frame(opcodes.text, "x", { fin: false }), many],
  [frame(opcodes.text, "x", { fin: false }), tinies],
];

/** Sends a message that does not end, until the server has had enough. */
async function attack(socket: Attacker, n: number): Promise<void> {
  const [head, more] = endless[n % endless.length];
  let sent = 0;
  for (let goesOn = await socket.write(head); goesOn; sent += more.length) {
    assert(sent < 300 * megabyte, "300 MB of one message were taken");
    goesOn = await socket.write(more);
  }
}

/** Signals go from one to the other of a call until told to stop; every one arrives, in order. */
function calling(call_session_id: string, from: Client, to: Client): AsyncDisposable {
  let isOver = false;
  const talking = (async () => {
    let sent = 0;
    for (; !isOver; sent++) {
      const answer = await from.ask("call.signal", { call_session_id, signal: { sent } });
      assertEquals(answer.data, { delivered: true });
      assertEquals((await to.next("call.signal")).data.signal, { sent });
    }
    return sent;
  })();
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      assert(await talking > 0, "no signal was sent");
    },
  };
}

Deno.test("100 sockets whose messages do not end cost less than 100 MB and disturb no call", async () => {
  await using place = await testInstallation();
  await using server = await childServer(place);
  const people: Person[] = [];
  for (const name of ["mina", "jun", "eve", "mal", "rex"]) people.push(await person(server, { name }));
  const [mina, jun, ...strangers] = people;
  await using one = await openSocket(server, mina);
  await using other = await openSocket(server, jun);
  await Promise.all([one.ask("ping"), other.ask("ping")]);
  const call = await inCall(mina, jun, [one, other]);
  const before = await memoryOf(server.pid);

  {
    await using _call = calling(call, one, other);
    using sockets = new DisposableStack();
    const attacks = Array.from({ length: 100 }, async (_, n) => {
      const socket = sockets.use(await attackSocket(server.url, n < 50 ? undefined : strangers[n % 3].access));
      assertEquals(socket.status, 101);
      await attack(socket, n);
    });
    await Promise.all(attacks);
  }
  const { most } = await memoryOf(server.pid);
  const grown = (most - before.now) / megabyte;
  console.log(`memory grew by ${grown.toFixed()} MB`);
  assert(grown < 100, `memory grew by ${grown} MB`);
  assertEquals((await one.ask("call.end", { call_session_id: call })).type, "ack");
  assertEquals((await other.next("call.ended")).data.call_session_id, call);
});

Deno.test("an endless message is told to stop, and cut off if the client does not listen", async () => {
  // no need is ever seen, which cuts without a word
  const doors = { lookEveryMs: 50, grownBytes: Number.MAX_SAFE_INTEGER };
  await using server = await testServer({ doors });
  using socket = await attackSocket(server.url);
  await attack(socket, 1);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert(metrics.includes('connections_cut_total{why="unfinished_message"} 1'), metrics);
});

Deno.test("an unfinished message is not kept for ever, and pings do not help", async () => {
  await using server = await testServer({ doors: { lookEveryMs: 20, unfinishedLooks: 10 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  using socket = await attackSocket(server.url, mina.access);
  await socket.write(frame(opcodes.text, letters, { fin: false }));
  let pings = 0;
  while (await socket.write(frame(opcodes.ping, ""))) {
    assert(pings++ < 1_000, "half a message was kept for 20 s");
    await pause(20);
  }
});

Deno.test("people who send large messages, all at once, slowly or between pings, are never cut off", async () => {
  // as if there were need all the time
  const doors = { lookEveryMs: 20, wakeEveryMs: 5, grownBytes: 1 };
  await using server = await testServer({ doors, sockets: { pace: { perSecond: 10_000, burst: 10_000 } } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const largest = JSON.stringify({ type: "ping", id: "large", data: { a: "가".repeat(65_000) } });
  const clients = await Promise.all(Array.from({ length: 20 }, () => openSocket(server, mina)));
  for (const client of clients) for (let n = 0; n < 25; n++) client.sayRaw(largest);

  using slow = await attackSocket(server.url, (await crowd(server, [{ name: "jun" }]))[0].access);
  const bytes = frame(opcodes.text, largest);
  for (let at = 0; at < bytes.length; at += 20_000) {
    await slow.write(bytes.slice(at, at + 20_000));
    await pause(50);
  }
  await slow.write(frame(opcodes.text, JSON.stringify({ type: "ping", id: "last" })));
  let heard = "";
  const buffer = new Uint8Array(4_096);
  while (!heard.includes('"last"')) {
    const read = await slow.connection.read(buffer);
    assert(read !== null, `it was cut off after ${heard}`);
    heard += new TextDecoder().decode(buffer.subarray(0, read));
  }
  assert(heard.includes('{"type":"ack","id":"large","data":{}}'), heard);
  for (const client of clients) {
    await eventually(() => client.seen.filter(({ id }) => id === "large").length === 25);
    assert(client.seen.every(({ type }) => type === "ack"));
    await client.close();
  }
});
