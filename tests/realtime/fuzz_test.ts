import { assert, assertEquals } from "@std/assert";
import { frameLimit } from "../../src/realtime/protocol.ts";
import { crowd, type Person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { pause } from "../support/pause.ts";
import { printedSeed } from "../support/seed.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";
import { randomFrom } from "../support/world.ts";

/** Goes on pinging until told to stop: every one is answered, whatever others send meanwhile. */
function undisturbed(client: Client): AsyncDisposable {
  let isOver = false;
  const pinging = (async () => {
    let answered = 0;
    for (; !isOver; answered++) {
      assertEquals((await client.ask("ping")).type, "ack");
      await pause(50);
    }
    return answered;
  })();
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      assert(await pinging > 0, "no ping was answered");
    },
  };
}

type Raw = string | Uint8Array<ArrayBuffer>;

/** What one frame is answered with: the code of an error, `ack`, or the code that the socket was closed with. */
async function answerTo(server: TestServer, someone: Person, raw: Raw): Promise<unknown> {
  await using client = await openSocket(server, someone);
  client.sayRaw(raw);
  const answer = await client.answer().catch(() => undefined);
  if (!answer) return (await client.closed).code;
  return answer.type === "ack" ? "ack" : answer.data.code;
}

const text = (data: unknown) => JSON.stringify(data);
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** Frames and what they are answered with. */
const bad: [string, Raw, string | number][] = [
  ["nothing", "", "socket.unreadable"],
  ["no JSON", "{", "socket.unreadable"],
  ["no object", "[]", "socket.unreadable"],
  ["null", "null", "socket.unreadable"],
  ["no type", text({ data: {} }), "socket.unreadable"],
  ["a type that is none", text({ type: 7 }), "socket.unreadable"],
  ["a long type", text({ type: "x".repeat(41) }), "socket.unreadable"],
  ["data that is none", text({ type: "ping", data: 7 }), "socket.unreadable"],
  ["an id that is none", text({ type: "ping", id: {} }), "socket.unreadable"],
  ["a long id", text({ type: "ping", id: "x".repeat(101) }), "socket.unreadable"],
  ["an unknown type", text({ type: "shutdown" }), "socket.unknown_type"],
  ["a type of every object", text({ type: "constructor" }), "socket.unknown_type"],
  ["the prototype", text({ type: "__proto__" }), "socket.unknown_type"],
  ["what only the server says", text({ type: "session.ended", data: { session_id: "x" } }), "socket.unknown_type"],
  ["no token", text({ type: "auth" }), "request.invalid"],
  ["a wrong token", text({ type: "auth", data: { token: "x" } }), "auth.token_invalid"],
  ["a wrong id", text({ type: "match.decide", data: { match_id: "x", decision: "accept" } }), "request.invalid"],
  ["a negative id", text({ type: "match.decide", data: { match_id: -1, decision: "accept" } }), "request.invalid"],
  ["a huge id", text({ type: "match.decide", data: { match_id: 1e300, decision: "accept" } }), "request.invalid"],
  ["no decision", text({ type: "match.decide", data: { match_id: 1 } }), "request.invalid"],
  ["a match of nobody", text({ type: "match.decide", data: { match_id: 1, decision: "accept" } }), "match.unknown"],
  ["a call of nobody", text({ type: "call.end", data: { call_session_id: "1" } }), "call.unknown"],
  ["a call before its match", text({ type: "call.start", data: { match_id: 1 } }), "match.unknown"],
  [
    "a signal that is none",
    text({ type: "call.signal", data: { call_session_id: "1", signal: 7 } }),
    "request.invalid",
  ],
  ["a number for a call", text({ type: "call.signal", data: { call_session_id: 1, signal: {} } }), "request.invalid"],
  ["a long cursor", text({ type: "resume", data: { cursor: "x".repeat(401) } }), "request.invalid"],
  ["deep data", `{"type":"ping","data":{"a":${deep(10_000)}}}`, "ack"],
  ["depth alone", deep(30_000), "socket.unreadable"],
  ["an id unfit for the log", text({ type: "match.cancel", id: "\u0000\ud800" }), "ack"],
  ["an id of half a character", `{"type":"match.request","id":"\\ud800"}`, "ack"],
  ["a frame too large", text({ type: "ping", data: { a: "x".repeat(frameLimit) } }), 4500],
  ["a megabyte", "x".repeat(1_000_000), 4500],
  ["bytes", new Uint8Array([1, 2, 3]), 4500],
  ["text as bytes", new TextEncoder().encode(text({ type: "ping" })), 4500],
];

Deno.test("whatever is wrong with a frame, it is said, and nobody else notices", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using quiet = await openSocket(server, jun);
  await using _pings = undisturbed(quiet);
  for (const [what, raw, expected] of bad) assertEquals(await answerTo(server, mina, raw), expected, what);
  assertEquals(quiet.seen.filter(({ type }) => type !== "ack"), []);
});

Deno.test("random bytes, as text and as bytes, are refused and the socket or the server lives", async () => {
  const seed = printedSeed();
  const random = randomFrom(seed);
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using quiet = await openSocket(server, jun);
  await using _pings = undisturbed(quiet);
  const bytes = () => Uint8Array.from({ length: 1 + random() * 300 }, () => random() * 256);
  // frames that were good before a few characters of them changed
  const frames = bad.flatMap(([, raw]) => typeof raw === "string" && raw.length < 500 && raw.length > 2 ? [raw] : []);
  const changed = () => {
    const some = [...frames[Math.floor(random() * frames.length)]];
    for (let n = 0; n < 3; n++) some[Math.floor(random() * some.length)] = String.fromCharCode(random() * 0xd7ff);
    return some.join("");
  };
  for (let round = 0; round < 8; round++) {
    await using client = await openSocket(server, mina);
    for (let n = 0; n < 20; n++) client.sayRaw(random() < 0.5 ? changed() : new TextDecoder().decode(bytes()));
    assertEquals((await client.ask("ping")).type, "ack");
    client.sayRaw(bytes());
    assertEquals((await client.closed).code, 4500);
    const codes = client.seen.filter(({ type }) => type === "error").map(({ data }) => data.status as number);
    assert(codes.length > 0 && codes.every((status) => status < 500), `${codes}`);
  }
});

Deno.test("ids may come twice and resumes cross each other: each is answered, and nothing is shown twice", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const { body } = await mina.get("/api/sync");
  const { cursor } = body as { cursor: string };
  await using client = await openSocket(server, mina);
  for (let n = 0; n < 3; n++) client.say({ type: "match.request", id: "same", data: {} });
  for (let n = 0; n < 5; n++) client.say({ type: "resume", data: { cursor } });
  client.say({ type: "auth", id: "again", data: { token: mina.access } });
  for (let n = 0; n < 5; n++) assertEquals((await client.next("resumed")).data, { recovered: true });
  await eventually(() => client.seen.filter(({ id }) => id === "same").length === 3);
  assertEquals((await client.ask("match.cancel")).type, "ack");
  assertEquals((await client.next("match.cancelled")).data, { reason: "cancelled" });
  assertEquals(client.seen.filter(({ type }) => type === "match.cancelled").length, 1);
});

Deno.test("whoever floods is refused and then closed, known or not, and others go on", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using quiet = await openSocket(server, jun);
  await using _pings = undisturbed(quiet);
  for (const someone of [mina, undefined]) {
    await using client = await openSocket(server, someone, someone ? "subprotocol" : "none");
    for (let n = 0; n < 3_000; n++) client.say({ type: "ping", id: n });
    assertEquals((await client.closed).code, 4504);
    const refused = client.seen.findLast(({ type }) => type === "error");
    assertEquals(refused?.data.code, someone ? "request.too_many" : "auth.required");
  }
});
