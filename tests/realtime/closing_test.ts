import { assert, assertEquals } from "@std/assert";
import { canCut } from "../../src/realtime/cut.ts";
import { crowd } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { clientsInTable } from "../support/kernel.ts";
import { type Attacker, attackSocket, frame } from "../support/attacker.ts";
import { opcodes } from "../support/raw_socket.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";

/** Waits until the kernel has nothing left of a client's connection. */
async function goneFromTable(server: TestServer, { port }: Attacker): Promise<void> {
  const serverPort = Number(new URL(server.url).port);
  await eventually(async () => !(await clientsInTable(serverPort)).has(port), 5_000);
}

Deno.test("this runtime has the private way by which sockets are cut", () => assert(canCut()));

const text = (data: unknown) => frame(opcodes.text, JSON.stringify(data));

/** Why a socket is told to close, and what its client says before it falls silent. */
const reasons: [string, Uint8Array<ArrayBuffer>[]][] = [
  ["nobody said who they are", []],
  ["a wrong token", [text({ type: "auth", data: { token: "x" } })]],
  ["bytes", [frame(opcodes.bytes, "x")]],
  ["too large a frame", [frame(opcodes.text, "x".repeat(70_000))]],
  ["too many frames", Array.from({ length: 1_000 }, () => text({ type: "ping" }))],
  ["half a message", [frame(opcodes.text, "x", { fin: false })]],
];

Deno.test("a socket that is told to close is gone from the kernel's table within 5 s, however silent its client", async () => {
  await using server = await testServer({ sockets: { authWithinMs: 500 } });
  const serverPort = Number(new URL(server.url).port);
  await Promise.all(reasons.map(async ([what, frames]) => {
    using silent = await attackSocket(server.url);
    assertEquals(silent.status, 101, what);
    assert((await clientsInTable(serverPort)).has(silent.port), what);
    for (const bytes of frames) await silent.write(bytes);
    await goneFromTable(server, silent);
  }));
});

Deno.test("a session that ends takes its sockets along, also one whose client reads nothing", async () => {
  await using server = await testServer({ sockets: { pace: { perSecond: 10_000, burst: 10_000 } } });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  using silent = await attackSocket(server.url, mina.access);
  using unread = await attackSocket(server.url, mina.access);
  // its answers fill all there is between the two
  const ask = text({ type: "x".repeat(39) });
  void (async () => {
    while (await unread.write(ask));
  })();
  await using kept = await openSocket(server, jun);
  assertEquals((await mina.post("/api/auth/logout/", { refresh: mina.refresh })).status, 200);
  await Promise.all([goneFromTable(server, silent), goneFromTable(server, unread)]);
  assertEquals((await kept.ask("ping")).type, "ack");
});

Deno.test("a client that answers the close is told why, and its connection ends in order", async () => {
  await using server = await testServer({ sockets: { authWithinMs: 50 } });
  await using client = await openSocket(server, undefined, "none");
  assertEquals(await client.closed, { code: 4001, reason: "authTimeout" });
});

Deno.test("a server that stops leaves no socket behind, however silent its client", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  using silent = await attackSocket(server.url, mina.access);
  await server.stop();
  await goneFromTable(server, silent);
});
