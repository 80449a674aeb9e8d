import { assert, assertEquals } from "@std/assert";
import { openKernelSockets, peerName } from "../../src/http/kernel_sockets.ts";
import { crowd, person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type Attacker, attackSocket, connectRaw, frame } from "../support/attacker.ts";
import { pause } from "../support/pause.ts";
import { opcodes } from "../support/raw_socket.ts";
import { childServer, testInstallation, testServer } from "../support/server.ts";

/** As usual, ten times as fast. */
const quick = { doors: { lookEveryMs: 100 } };

/** Sends a byte now and then until the server has had enough. */
async function dribble(connection: Attacker): Promise<void> {
  let sent = 0;
  while (await connection.write("x")) {
    assert(sent++ < 1_000, "a head of which a byte comes now and then was waited for");
    await pause(20);
  }
}

/** Reads until a text has come. */
async function readUntil({ connection }: Attacker, wanted: string): Promise<string> {
  const buffer = new Uint8Array(65_536);
  let text = "";
  while (!text.includes(wanted)) {
    const read = await connection.read(buffer);
    assert(read !== null, `the connection ended after ${text}`);
    text += new TextDecoder().decode(buffer.subarray(0, read));
  }
  return text;
}

const healthy = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

Deno.test("300 connections that dribble a head, or say nothing, are shut; those with a request are not", async () => {
  await using server = await testServer(quick);
  const [mina] = await crowd(server, [{ name: "mina" }]);
  using connections = new DisposableStack();
  const open = async () => connections.use(await connectRaw(server.url));
  const keptAlive = await open();
  await keptAlive.write(healthy);
  await readUntil(keptAlive, "\r\n\r\n");
  const slowly = await open();
  const body = JSON.stringify({ username: "slow", password: "correct horse", age: 25, gender: "male" });
  await slowly.write(
    `POST /api/auth/signup/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  const polling = mina.get("/api/match/random/?wait=3");

  const dribbling = Array.from({ length: 300 }, async (_, n) => {
    const connection = await open();
    // the head of a second request is no better
    if (n % 3 === 0) await connection.write(healthy);
    if (n % 3 !== 1) return await dribble(connection);
    assertEquals(await connection.connection.read(new Uint8Array(1)), null);
  });
  for (const letter of body) {
    assert(await slowly.write(letter));
    await pause(20);
  }
  assert((await readUntil(slowly, "}")).includes(" 201 "));
  await Promise.all(dribbling);
  assertEquals((await polling).body, { status: "waiting" });
  await keptAlive.write(healthy);
  await readUntil(keptAlive, "\r\n\r\n");
});

Deno.test("an answer that nobody takes and an idle connection are not kept for ever", async () => {
  await using server = await testServer({ doors: { lookEveryMs: 50, idleLooks: 20, stuckLooks: 10 } });
  using unread = await connectRaw(server.url);
  let asked = 0;
  while (await unread.write("GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20))) {
    assert(asked++ < 10_000, "10,000 answers wait for a client that reads none");
  }
  using idle = await connectRaw(server.url);
  await idle.write(healthy);
  await readUntil(idle, "\r\n\r\n");
  assertEquals(await idle.connection.read(new Uint8Array(1)), null);
});

Deno.test("of too many connections without use those go that never had a request, then the longest idle", async () => {
  await using server = await testServer({ doors: { lookEveryMs: 50, headLooks: 1_000, idleInAll: 10 } });
  using connections = new DisposableStack();
  const open = async () => connections.use(await connectRaw(server.url));
  const ended: string[] = [];
  const watch = (name: string, { connection }: Attacker) =>
    connection.read(new Uint8Array(1)).catch(() => null).then((read) => read === null && ended.push(name));
  const used = await Promise.all(Array.from({ length: 8 }, open));
  for (const connection of used) {
    await connection.write(healthy);
    await readUntil(connection, "\r\n\r\n");
    void watch("used", connection);
  }
  for (let n = 0; n < 20; n++) void watch("unused", await open());
  await eventually(() => ended.length >= 18);
  assertEquals([...new Set(ended)], ["unused"]);
});

Deno.test("the kernel tells of connections by the names that Deno gives them, over IPv4 and IPv6", async () => {
  using kernel = openKernelSockets();
  assert(kernel, "there is no view of the kernel's sockets here");
  for (const [hostname, to] of [["127.0.0.1", "127.0.0.1"], ["::1", "::1"], ["::", "127.0.0.1"]]) {
    using listener = Deno.listen({ hostname, port: 0 });
    using client = await Deno.connect({ hostname: to, port: listener.addr.port });
    using accepted = await listener.accept();
    await client.write(new Uint8Array(1_000));
    await accepted.read(new Uint8Array(400));
    const [seen, ...others] = kernel.look(listener.addr.port);
    assertEquals([seen.peer, others], [peerName(accepted.remoteAddr as Deno.NetAddr), []]);
    assertEquals([seen.taken, seen.owes], [400, false]);
    // a descriptor that is another's by now is left alone
    kernel.end({ ...seen, peer: "127.0.0.1:1" });
    assertEquals(kernel.look(listener.addr.port).length, 1);
    kernel.end(seen);
    assertEquals(await accepted.read(new Uint8Array(1_000)), 600);
    assertEquals(await accepted.read(new Uint8Array(1)), null);
  }
});

Deno.test("where the C library may not be used the server says so once, and cuts sockets all the same", async () => {
  await using place = await testInstallation();
  const some = ["--allow-read", "--allow-write", "--allow-net", "--allow-env", "--allow-run", "--allow-sys=uid"];
  await using server = await childServer(place, {}, [...some, "--allow-ffi=./node_modules"]);
  const mina = await person(server, { name: "mina" });
  assertEquals((await mina.get("/api/user/profile/")).status, 200);
  assertEquals(server.lines.filter((line) => line.includes('"part":"doors"')).length, 1);
  using silent = await attackSocket(server.url);
  await silent.write(frame(opcodes.text, JSON.stringify({ type: "auth", data: { token: "x" } })));
  // what was said before comes first
  const { connection } = silent;
  const buffer = new Uint8Array(4_096);
  while (await connection.read(buffer).catch(() => null) !== null);
});
