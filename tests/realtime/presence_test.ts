import { assertEquals } from "@std/assert";
import { crowd, type Door, idle, isMatching } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { opcodes, openRaw } from "../support/raw_socket.ts";
import { testClock, testServer } from "../support/server.ts";
import { inCall, openSocket } from "../support/socket.ts";

/** Opens a socket, says who it is and is gone before the answer, with no good-bye. */
async function vanish(server: Door, access: string): Promise<void> {
  using socket = await openRaw(server);
  await socket.send(opcodes.text, JSON.stringify({ type: "auth", data: { token: access } }));
}

Deno.test("whoever is gone before it is known who they are counts as there no more", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await one.ask("ping");
  const call_session_id = await inCall(mina, jun, [one]);
  await Promise.all(Array.from({ length: 40 }, () => vanish(server, jun.access)));
  await eventually(async () => {
    const { data } = await one.ask("call.signal", { call_session_id, signal: {} });
    return data.delivered === false && await openSockets(server) === 1;
  });
});

/** What `/metrics` says. */
async function openSockets({ url }: { url: string }): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^open_sockets (\d+)$/m.exec(text)?.[1]);
}

Deno.test("several sockets of a person are shown the same, and their person is there while one of them is", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await using phone = await openSocket(server, jun);
  await using tablet = await openSocket(second, jun.at(second));
  await Promise.all([one, phone, tablet].map((socket) => socket.ask("ping")));
  const call_session_id = await inCall(mina, jun, [one, phone, tablet]);
  assertEquals(
    phone.seen.filter(({ cursor }) => cursor).map(({ type }) => type),
    tablet.seen.filter(({ cursor }) => cursor).map(({ type }) => type),
  );

  // each process tells the others who is there a moment after they came
  await eventually(async () => {
    await one.ask("call.signal", { call_session_id, signal: { hello: true } });
    return tablet.seen.some(({ type }) => type === "call.signal");
  });
  await phone.next("call.signal");

  await phone.close();
  assertEquals((await one.next("presence")).data, { call_session_id, online: true });
  assertEquals((await one.ask("call.signal", { call_session_id, signal: { n: 1 } })).data, { delivered: true });
  await tablet.close();
  assertEquals((await one.next("presence")).data, { call_session_id, online: false });
  assertEquals((await one.ask("call.signal", { call_session_id, signal: { n: 2 } })).data, { delivered: false });
  await using back = await openSocket(second, jun.at(second));
  assertEquals((await one.next("presence")).data, { call_session_id, online: true });
  assertEquals((await back.ask("call.signal", { call_session_id, signal: { n: 3 } })).data, { delivered: true });
  assertEquals((await one.next("call.signal")).data.signal, { n: 3 });
});

Deno.test("someone with a socket stays in the queue without polling, and leaves it 60 s after the socket is gone", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now, sockets: { queueEveryMs: 50 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using socket = await openSocket(server, mina);
  await socket.ask("match.request");
  for (let n = 0; n < 3; n++) {
    clock.advance(40);
    const since = clock.now();
    await eventually(async () =>
      (await server.system.sql`SELECT FROM queue_presence WHERE seen_at >= ${since}`).length === 1
    );
    assertEquals(await isMatching(mina), true);
  }
  await socket.close();
  clock.advance(61);
  await idle(mina);
});

Deno.test("nobody is told of the presence of someone they are in no call with", async () => {
  await using server = await testServer();
  const [mina, jun, third] = await crowd(server, [{ name: "mina" }, { name: "jun" }, { name: "third" }]);
  await using one = await openSocket(server, mina);
  await using outsider = await openSocket(server, third);
  await Promise.all([one.ask("ping"), outsider.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one]);
  {
    await using two = await openSocket(server, jun);
    await two.ask("ping");
  }
  assertEquals((await one.next("presence")).data.online, true);
  assertEquals((await one.next("presence")).data.online, false);
  await one.ask("call.end", { call_session_id });
  await one.next("call.ended");
  await using two = await openSocket(server, jun);
  await two.ask("ping");
  await Promise.all([one.ask("ping"), outsider.ask("ping")]);
  assertEquals(one.seen.filter(({ type }) => type === "presence").length, 2);
  assertEquals(outsider.seen.filter(({ type }) => type !== "ack"), []);
});
