import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { problemSchema } from "../../src/http/problem.ts";
import { crowd } from "../support/client.ts";
import { goodUpgrade, opcodes, openRaw, type RawSocket } from "../support/raw_socket.ts";
import { type TestServer, testServer } from "../support/server.ts";

const answer = z.looseObject({ type: z.string(), id: z.number().optional(), data: z.looseObject({}) });

/** Whether the one on the other end is known: what it answers a ping with. */
async function pinged(socket: RawSocket): Promise<string> {
  await socket.send(opcodes.text, JSON.stringify({ type: "ping", id: 1 }));
  for (;;) {
    const frame = await socket.frame();
    assert(frame?.opcode === opcodes.text, "the socket closed before it answered");
    const { type, id, data } = answer.parse(JSON.parse(new TextDecoder().decode(frame.payload)));
    if (id === 1) return type === "ack" ? "ack" : String(data.code);
  }
}

/** A header's name may be spelt in any way, and its elements may stand on several lines. */
const lists = (token: string): [string, string[], string, string | null][] => {
  const header = "Sec-WebSocket-Protocol";
  const bearer = `bearer.${token}`;
  const v1 = "inyeon.v1";
  return [
    ["with a blank", [`${header}: inyeon.v1, ${bearer}`], "ack", v1],
    ["without one", [`${header}: inyeon.v1,${bearer}`], "ack", v1],
    ["blanks on both sides", [`${header}: inyeon.v1 , ${bearer}`], "ack", v1],
    ["many blanks", [`${header}:    inyeon.v1   ,    ${bearer}   `], "ack", v1],
    ["tabs", [`${header}:\tinyeon.v1\t,\t${bearer}\t`], "ack", v1],
    ["blanks and tabs mixed", [`${header}: \tinyeon.v1 \t ,\t \t${bearer}`], "ack", v1],
    ["the other way round", [`${header}: ${bearer},inyeon.v1`], "ack", v1],
    ["two lines", [`${header}: inyeon.v1`, `${header}: ${bearer}`], "ack", v1],
    ["two lines, other way", [`${header}: ${bearer}`, `${header}: inyeon.v1`], "ack", v1],
    [
      "lines between others",
      [`${header}: inyeon.v1`, "X-Other: 1", `${header}: lang.en`, `${header}: ${bearer}`],
      "ack",
      v1,
    ],
    [
      "three lines, one with two",
      [`${header}: lang.en , other`, `${header}: inyeon.v1`, `${header}: ${bearer}`],
      "ack",
      v1,
    ],
    ["empty elements", [`${header}: ,, inyeon.v1,, ,\t,${bearer},`], "ack", v1],
    ["an empty line", [`${header}:`, `${header}: inyeon.v1,${bearer}`], "ack", v1],
    ["names in lower case", [`sec-websocket-protocol: inyeon.v1,${bearer}`], "ack", v1],
    ["names in upper case", [`SEC-WEBSOCKET-PROTOCOL: inyeon.v1,${bearer}`], "ack", v1],
    ["elements in upper case", [`${header}: INYEON.V1,BEARER.${token}`], "ack", "INYEON.V1"],
    ["elements in mixed case", [`${header}: Inyeon.v1, Bearer.${token}`], "ack", "Inyeon.v1"],
    ["twice", [`${header}: inyeon.v1,inyeon.v1,${bearer},${bearer}`], "ack", v1],
    ["much that is unknown", [`${header}: ${"x,".repeat(200)}inyeon.v1,${bearer}`], "ack", v1],
    ["what is no token", [`${header}: 한글,"a b",(),inyeon.v1,${bearer}`], "ack", v1],
    ["no version of ours", [`${header}: ${bearer}`], "ack", null],
    ["another version", [`${header}: inyeon.v2,${bearer}`], "ack", null],
    ["no token", [`${header}: inyeon.v1`], "auth.required", v1],
    ["only empty elements", [`${header}: , ,,`], "auth.required", null],
    ["nothing", [], "auth.required", null],
    ["the token as a header", [`${header}: inyeon.v1`, `Authorization: Bearer ${token}`], "ack", v1],
  ];
};

Deno.test("a list of subprotocols is read as RFC 9110 has lists, and ours is answered", async (t) => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (const [what, lines, expected, named] of lists(mina.access)) {
    await t.step(what, async () => {
      using socket = await openRaw(server, [...goodUpgrade, ...lines]);
      assertEquals([socket.status, socket.headers.get("sec-websocket-protocol")], [101, named], socket.text);
      assertEquals(await pinged(socket), expected);
    });
  }
  for (const bad of ["bearer.", "bearer.x", `bearer.${mina.access}x`, `bearer.${mina.access.toUpperCase()}`]) {
    await t.step(`refuses ${bad.slice(0, 10)}… with the problem`, async () => {
      using socket = await openRaw(server, [...goodUpgrade, `Sec-WebSocket-Protocol: inyeon.v1,${bad}`]);
      assertEquals([socket.status, problemOf(socket).code], [401, "auth.token_invalid"]);
    });
  }
});

function problemOf(socket: RawSocket) {
  assertEquals(socket.headers.get("content-type"), "application/problem+json; charset=utf-8");
  return problemSchema.parse(JSON.parse(socket.text));
}

/** A good upgrade without some of its headers, by the beginning of their lines, and with others. */
const but = (without: string, ...instead: string[]) => [
  ...goodUpgrade.filter((line) => !line.startsWith(without)),
  ...instead,
];

type Broken = { what: string; lines: string[]; firstLine?: string; status: number; code: string };

const required = { status: 426, code: "socket.upgrade_required" };
const version = { status: 426, code: "socket.upgrade_version" };
const malformed = { status: 400, code: "socket.upgrade_malformed" };
const http = (what: string) => `${what} /ws HTTP/1.1`;
const broken: Broken[] = [
  { what: "no Upgrade", lines: but("Upgrade"), ...required },
  { what: "an empty Upgrade", lines: but("Upgrade", "Upgrade:"), ...required },
  { what: "another Upgrade", lines: but("Upgrade", "Upgrade: h2c"), ...required },
  { what: "a version of Upgrade", lines: but("Upgrade", "Upgrade: websocket/13"), ...required },
  { what: "an Upgrade that only begins so", lines: but("Upgrade", "Upgrade: websockets"), ...required },
  { what: "nothing but a host", lines: ["Host: inyeon.example"], ...required },
  { what: "no Connection", lines: but("Connection"), ...malformed },
  { what: "an empty Connection", lines: but("Connection", "Connection: ,"), ...malformed },
  { what: "Connection: keep-alive", lines: but("Connection", "Connection: keep-alive"), ...malformed },
  {
    what: "a Connection that only begins so",
    lines: but("Connection", "Connection: keep-alive, upgraded"),
    ...malformed,
  },
  { what: "no key", lines: but("Sec-WebSocket-Key"), ...malformed },
  ...["", "x", "MDEyMzQ1Njc4OWFiY2RlZg", "MDEyMzQ1Njc4OWFiY2RlZ===", "MDEyMzQ1Njc4OWFiY2RlZ2g=", "한글", "!".repeat(24)]
    .map((key) => ({
      what: `the key ${key}`,
      lines: but("Sec-WebSocket-Key", `Sec-WebSocket-Key: ${key}`),
      ...malformed,
    })),
  { what: "two keys", lines: [...goodUpgrade, "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=="], ...malformed },
  {
    what: "a key of 10,000 characters",
    lines: but("Sec-WebSocket-Key", `Sec-WebSocket-Key: ${"A".repeat(10_000)}`),
    ...malformed,
  },
  ...["", "0", "7", "8", "12", "14", "013", "13.0", "13, 8", "x", "-13"].map((number) => ({
    what: `version ${number}`,
    lines: but("Sec-WebSocket-Version", `Sec-WebSocket-Version: ${number}`),
    ...version,
  })),
  { what: "no version", lines: but("Sec-WebSocket-Version"), ...version },
  { what: "the version twice", lines: [...goodUpgrade, "Sec-WebSocket-Version: 13"], ...version },
  { what: "no host", lines: but("Host"), ...malformed },
  { what: "HTTP/1.0", lines: but("Host"), firstLine: "GET /ws HTTP/1.0", ...malformed },
  ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"].flatMap((method) => [
    { what: `an upgrade by ${method}`, lines: [...goodUpgrade], firstLine: http(method), ...malformed },
    { what: method, lines: ["Host: inyeon.example"], firstLine: http(method), ...required },
  ]),
  {
    what: "everything wrong at once",
    lines: ["Host: x", "Upgrade: websocket", "Sec-WebSocket-Version: 8"],
    ...malformed,
  },
];

/** The listener lives, and takes good ones. */
async function assertServes(server: TestServer): Promise<void> {
  using socket = await openRaw(server);
  assertEquals([socket.status, await pinged(socket)], [101, "auth.required"]);
}

Deno.test("a broken upgrade is 400 or 426 with its problem, and breaks nothing", async (t) => {
  await using server = await testServer();
  for (const { what, lines, firstLine, status, code } of broken) {
    await t.step(`${what}: ${status}`, async () => {
      using socket = await openRaw(server, [...lines, "Accept-Language: en"], firstLine);
      const problem = problemOf(socket);
      assertEquals([socket.status, problem.status, problem.code], [status, status, code]);
      // RFC 9110, 15.5.22, and RFC 6455, 4.4
      assertEquals(socket.headers.get("upgrade"), status === 426 ? "websocket" : null);
      assertEquals(socket.headers.get("sec-websocket-version"), code === version.code ? "13" : null);
      await assertServes(server);
    });
  }
  await t.step("HEAD looks and upgrades nothing", async () => {
    for (const lines of [[...goodUpgrade], ["Host: inyeon.example"]]) {
      using socket = await openRaw(server, lines, http("HEAD"));
      assertEquals([socket.status, socket.text], [426, ""]);
      await assertServes(server);
    }
  });
  await t.step("what the HTTP below does not take is 400, too", async () => {
    for (const line of ["Content-Length: 3", "Transfer-Encoding: chunked", " folded", "no colon", "Bad Name: 1"]) {
      using socket = await openRaw(server, [...goodUpgrade, line]);
      assertEquals(socket.status, 400, line);
      await assertServes(server);
    }
  });
  await t.step("the sentence says what to look at", async () => {
    using socket = await openRaw(server, [...but("Sec-WebSocket-Key"), "Accept-Language: en"]);
    assertEquals(problemOf(socket).detail, "This is not a well-formed WebSocket upgrade: check Sec-WebSocket-Key.");
    using korean = await openRaw(server, but("Sec-WebSocket-Key"));
    assertEquals(
      problemOf(korean).detail,
      "WebSocket 연결 요청이 올바르지 않습니다. Sec-WebSocket-Key 부분을 확인해 주세요.",
    );
  });
});

/** What is well formed, however unusual. */
const unusual: [string, string[]][] = [
  ["names in lower case", goodUpgrade.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()))],
  ["values in upper case", but("Upgrade", "Upgrade: WEBSOCKET").map((line) => line.replace(": Upgrade", ": UPGRADE"))],
  ["no blank after the colon", goodUpgrade.map((line) => line.replace(": ", ":"))],
  ["keep-alive beside it", but("Connection", "Connection: keep-alive, Upgrade")],
  ["a list without blanks", but("Connection", "Connection: keep-alive,upgrade,x")],
  ["Connection on two lines", but("Connection", "Connection: keep-alive", "Connection: upgrade")],
  ["another protocol offered before", but("Upgrade", "Upgrade: h2c, websocket")],
  ["extensions", [...goodUpgrade, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]],
  ["an origin", [...goodUpgrade, "Origin: https://elsewhere.example"]],
  ["backwards", [...goodUpgrade].reverse()],
];

Deno.test("an upgrade that is well formed is taken, however unusual", async (t) => {
  await using server = await testServer();
  for (const [what, lines] of unusual) {
    await t.step(what, async () => {
      using socket = await openRaw(server, lines);
      assertEquals([socket.status, await pinged(socket)], [101, "auth.required"], socket.text);
    });
  }
});

Deno.test("clients that leave in the middle of an upgrade leave the listener as it was", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const { hostname, port } = new URL(server.url);
  const whole = [http("GET"), ...goodUpgrade, `Authorization: Bearer ${mina.access}`, "", ""].join("\r\n");
  for (let n = 0; n < 40; n++) {
    using connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(new TextEncoder().encode(n % 2 === 0 ? whole.slice(0, 20 * n) : whole));
  }
  await assertServes(server);
});

Deno.test("a token in the URL lets nobody in: URLs are written down on the way", async () => {
  await using server = await testServer();
  const [{ access }] = await crowd(server, [{ name: "mina" }]);
  for (const name of ["token", "access", "access_token", "bearer", "authorization"]) {
    using socket = await openRaw(server, goodUpgrade, `GET /ws?${name}=${access} HTTP/1.1`);
    assertEquals([socket.status, await pinged(socket)], [101, "auth.required"], name);
  }
});

Deno.test("a header full of blanks is read in no time", async () => {
  await using server = await testServer();
  // each as long as a head may be: had every blank to be looked at from every other, these took a minute
  const blanks = `a${" ".repeat(60_000)}b`;
  const heads = ["Sec-WebSocket-Protocol: ", "Connection: Upgrade,", "Upgrade: websocket,"]
    .map((start) => [...goodUpgrade.filter((line) => !start.startsWith(line)), start + blanks])
    .flatMap((lines) => Array(8).fill(lines));
  const opened = heads.map((lines) => openRaw(server, lines));
  const health = await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(20_000) });
  assertEquals([health.status, await health.body?.cancel()], [200, undefined]);
  for (const socket of await Promise.all(opened)) {
    assertEquals(socket.status, 101, socket.text);
    socket[Symbol.dispose]();
  }
});
