import { assert, assertEquals } from "@std/assert";
import { crowd, type Person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { inCall, openSocket } from "../support/socket.ts";

const quick = { pace: { perSecond: 10_000, burst: 10_000 }, bufferedBytes: 100_000 };

/** A socket whose client reads nothing that is sent to it. */
async function openUnread(server: TestServer, { access }: Person): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(server.url).port) });
  const head = [
    "GET /ws HTTP/1.1",
    "host: 127.0.0.1",
    "upgrade: websocket",
    "connection: upgrade",
    "sec-websocket-version: 13",
    `sec-websocket-key: ${btoa("0123456789abcdef")}`,
    `authorization: Bearer ${access}`,
  ];
  await connection.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`));
  return connection;
}

async function readAll(connection: Deno.TcpConn, until: (end: Uint8Array) => boolean): Promise<number> {
  const buffer = new Uint8Array(65_536);
  let bytes = 0;
  for (let end = new Uint8Array(0); !until(end);) {
    const read = await connection.read(buffer);
    if (read === null) throw new Error("The connection ended without a close frame.");
    bytes += read;
    end = new Uint8Array([...end, ...buffer.subarray(0, read)].slice(-16));
  }
  return bytes;
}

Deno.test("a client that does not read is closed and counts as gone at once; what waits for it is bounded", async () => {
  await using server = await testServer({ sockets: quick });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await one.ask("ping");
  const call_session_id = await inCall(mina, jun, [one]);
  using unread = await openUnread(server, jun);
  const signal = { sdp: "x".repeat(30_000) };
  const send = async () => (await one.ask("call.signal", { call_session_id, signal })).data.delivered;
  await eventually(send);

  let sent = 0;
  while (await send()) {
    sent++;
    assert(sent < 2_000, "60 MB were taken for a client that reads none of it");
  }
  assertEquals((await one.next("presence")).data.call_session_id, call_session_id);
  assert(one.seen.some(({ type, data }) => type === "presence" && data.online === false));

  // a close frame of the server: 0x88, its length, 4002, its reason
  const reason = new TextEncoder().encode("tooSlow");
  const frame = [0x88, 2 + reason.length, 4002 >> 8, 4002 & 0xff, ...reason].join();
  const bytes = await readAll(unread, (end) => [...end].slice(-11).join() === frame);
  assert(bytes < (sent + 10) * 31_000, `${bytes} bytes came of ${sent} signals`);
  assertEquals((await one.ask("ping")).type, "ack");
});
