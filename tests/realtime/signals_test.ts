import { assert, assertEquals } from "@std/assert";
import { AccountSuspended } from "../../events/accounts.ts";
import { signalLimit } from "../../src/calls/signalling.ts";
import { crowd } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { type Client, inCall, openSocket } from "../support/socket.ts";
import { userIdOf } from "../support/user_id.ts";

const quick = { pace: { perSecond: 10_000, burst: 10_000 } };

/** Signals until one arrives: each process tells the others who is there a moment after they came. */
async function reach(from: Client, call_session_id: string, to: Client): Promise<void> {
  const hello = { hello: true };
  await eventually(async () => (await from.ask("call.signal", { call_session_id, signal: hello })).data.delivered);
  assertEquals((await to.next("call.signal")).data, { call_session_id, signal: hello });
}

Deno.test("hundreds of signals reach the other in order, both ways at once, from one server to another", async () => {
  await using server = await testServer({ sockets: quick });
  await using second = await server.another();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(second, jun.at(second));
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one, two]);
  await reach(one, call_session_id, two);
  await reach(two, call_session_id, one);

  const numbers = Array.from({ length: 500 }, (_, n) => n);
  const talk = async (from: Client, to: Client) => {
    for (const n of numbers) from.say({ type: "call.signal", id: `n${n}`, data: { call_session_id, signal: { n } } });
    const heard: unknown[] = [];
    for (const _ of numbers) heard.push((await to.next("call.signal")).data.signal);
    assertEquals(heard, numbers.map((n) => ({ n })));
    await eventually(() => from.seen.filter(({ id }) => String(id).startsWith("n")).length === numbers.length);
    const answers = from.seen.filter(({ id }) => String(id).startsWith("n"));
    assert(answers.every(({ type, data }) => type === "ack" && data.delivered === true));
  };
  await Promise.all([talk(one, two), talk(two, one)]);
});

Deno.test("what a client says first on a new socket goes out in the order it was said", async () => {
  await using server = await testServer({ sockets: quick });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using two = await openSocket(server, jun);
  await two.ask("ping");
  const call_session_id = await inCall(mina, jun, [two]);
  await using one = await openSocket(server, mina);
  for (let n = 0; n < 20; n++) one.say({ type: "call.signal", data: { call_session_id, signal: { n } } });
  for (let n = 0; n < 20; n++) assertEquals((await two.next("call.signal")).data.signal, { n });
});

Deno.test("nobody but the two of an open call can signal in it", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const [mina, jun, third] = await crowd(server, [{ name: "mina" }, { name: "jun" }, { name: "third" }]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(second, jun.at(second));
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one, two]);
  await reach(one, call_session_id, two);
  const signal = { sdp: "v=0" };

  for (const door of [server, second]) {
    await using outsider = await openSocket(door, third);
    assertEquals((await outsider.ask("call.signal", { call_session_id, signal })).data.code, "call.unknown");
    const none = await outsider.ask("call.signal", { call_session_id: "999999", signal });
    assertEquals(none.data.code, "call.unknown");
    assertEquals(outsider.seen.filter(({ type }) => type === "call.signal"), []);
  }

  await two.ask("call.end", { call_session_id });
  await Promise.all([one, two].map((socket) => socket.next("call.ended")));
  for (const former of [one, two]) {
    assertEquals((await former.ask("call.signal", { call_session_id, signal })).data.code, "call.ended");
  }
  assertEquals(two.seen.filter(({ type }) => type === "call.signal").length, 1);
  assertEquals(one.seen.filter(({ type }) => type === "call.signal").length, 0);
});

Deno.test("nothing passes between two of whom one blocked the other, in the call that this ended", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(second, jun.at(second));
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one, two]);
  await reach(one, call_session_id, two);
  await reach(two, call_session_id, one);

  const blocked = await mina.post("/api/blocks", { call_id: Number(call_session_id) });
  assertEquals(blocked.status, 201);
  for (const socket of [two, one]) {
    const { type, data } = await socket.ask("call.signal", { call_session_id, signal: { sdp: "v=0" } });
    assertEquals([type, data.code], ["error", "call.ended"]);
  }
  await Promise.all([one, two].map((socket) => socket.next("call.ended")));
  for (const socket of [one, two]) {
    assertEquals(socket.seen.filter(({ type }) => type === "call.signal").length, 1);
  }
});

Deno.test("whoever's session ended, or who is suspended, signals no more, wherever that happened", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(second, jun.at(second));
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one, two]);
  await reach(two, call_session_id, one);

  await jun.post("/api/auth/logout/", { refresh: jun.refresh });
  assertEquals((await two.closed).code, 4502);
  two.say({ type: "call.signal", data: { call_session_id, signal: { late: true } } });
  await using refused = await openSocket(second, jun.at(second));
  assertEquals((await refused.closed).code === 1000, false);

  const { log } = server.system;
  await log.append({
    events: [AccountSuspended({ userId: userIdOf(mina), by: 1, reason: "test", until: null })],
    guards: [],
    meta: { actor: null, correlationId: "test", app: "accounts" },
  });
  assertEquals((await one.closed).code, 4503);
  assertEquals(one.seen.filter(({ type }) => type === "call.signal").length, 1);
});

Deno.test("a signal may be as large as the limit and arrives whole, and no larger or deeper", async () => {
  await using server = await testServer();
  await using second = await server.another();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(second, jun.at(second));
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one, two]);
  await reach(one, call_session_id, two);

  const empty = JSON.stringify({ sdp: "" }).length;
  const largest = { sdp: "한".repeat(signalLimit - empty) };
  await one.ask("call.signal", { call_session_id, signal: largest });
  assertEquals((await two.next("call.signal")).data.signal, largest);
  const larger = await one.ask("call.signal", { call_session_id, signal: { sdp: `${largest.sdp}!` } });
  assertEquals(larger.data.code, "request.too_large");

  const depth = 15_000;
  const deep = `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  one.sayRaw(`{"type":"call.signal","id":"deep","data":{"call_session_id":"${call_session_id}","signal":${deep}}}`);
  const answer = await eventually(() => one.seen.find(({ id }) => id === "deep"));
  assert(answer.type === "ack" || answer.data.code === "request.too_large", JSON.stringify(answer.data));
  const odd = { text: '\u0000 \ud800 "\\', ["__proto__"]: 1 };
  await one.ask("call.signal", { call_session_id, signal: { odd } });
  await eventually(() => two.seen.some(({ data }) => JSON.stringify(data.signal) === JSON.stringify({ odd })));
});
