import { assert, assertEquals, assertMatch } from "@std/assert";
import { buy, crowd, wants } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { openSocket, type Way } from "../support/socket.ts";

Deno.test("two people meet, call and end over sockets, signals going to the other alone", async () => {
  await using server = await testServer();
  const [mina, jun, third] = await crowd(server, [
    { name: "mina", gender: "female" },
    { name: "jun" },
    { name: "third", age: 60 },
  ]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(server, jun);
  await using outsider = await openSocket(server, third);
  assertEquals((await one.ask("match.request")).data, { status: "waiting" });
  await two.ask("match.request");
  const offer = await one.next("match.offered");
  assertEquals((offer.data.matched_user as { username: string }).username, "jun");
  assert(typeof offer.cursor === "string");
  const { match_id } = (await two.next("match.offered")).data;
  assertEquals(match_id, offer.data.match_id);

  const decisions = await Promise.all(
    [one, two].map((who) => who.ask("match.decide", { match_id, decision: "accept" })),
  );
  assertEquals(decisions.map(({ data }) => data), [{ status: "matched" }, { status: "matched" }]);
  await Promise.all([one.next("match.matched"), two.next("match.matched")]);

  const started = await one.ask("call.start", { match_id });
  const { call_session_id } = started.data;
  assertEquals((await two.next("call.started")).data.call_session_id, call_session_id);
  assertEquals((await two.ask("call.start", { match_id })).data.call_session_id, call_session_id);

  const signal = { type: "offer", sdp: "v=0…" };
  assertEquals((await one.ask("call.signal", { call_session_id, signal })).data, { delivered: true });
  assertEquals((await two.next("call.signal")).data, { call_session_id, signal });
  assertEquals((await outsider.ask("call.signal", { call_session_id, signal })).data.code, "call.unknown");
  const large = await one.ask("call.signal", { call_session_id, signal: { sdp: "x".repeat(40_000) } });
  assertEquals(large.data.code, "request.too_large");

  await two.ask("call.end", { call_session_id });
  assertEquals((await one.next("call.ended")).data.reason, "hung_up");
  assertEquals((await one.ask("call.signal", { call_session_id, signal })).data.code, "call.ended");
  assertEquals(outsider.seen.filter(({ type }) => type !== "error"), []);
});

Deno.test("what was missed comes after a resume, in order and once, and a foreign cursor recovers nothing", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const first = await openSocket(server, mina);
  await first.ask("ping");
  await buy(server, mina);
  const gems = await first.next("gems.changed");
  assertEquals(gems.data, { balance: 100, amount: 100, reason: "charge" });
  const cursor = first.cursor();
  await first.close();

  await buy(server, mina);
  await buy(server, mina);
  await buy(server, jun);
  await using again = await openSocket(server, mina);
  again.say({ type: "resume", data: { cursor } });
  const resumed = await again.next("resumed");
  assertEquals(resumed.data, { recovered: true });
  assertEquals(again.seen.map(({ type, data }) => [type, data.amount]), [
    ["gems.changed", 100],
    ["gems.changed", 100],
    ["resumed", undefined],
  ]);
  await buy(server, mina);
  for (let n = 0; n < 3; n++) await again.next("gems.changed");
  assertEquals(again.seen.filter(({ type }) => type === "gems.changed").length, 3);

  await using other = await openSocket(server, jun);
  other.say({ type: "resume", data: { cursor } });
  assertEquals((await other.next("resumed")).data, { recovered: false });
  const { body } = await jun.get("/api/sync");
  const snapshot = body as { cursor: string; gems: { balance: number } };
  assertEquals(snapshot.gems, { balance: 100 });
  other.say({ type: "resume", data: { cursor: snapshot.cursor } });
  assertEquals((await other.next("resumed")).data, { recovered: true });
});

Deno.test("each way of saying who one is lets in, and a session that ends closes its sockets", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (const way of ["subprotocol", "header", "frame"] satisfies Way[]) {
    await using client = await openSocket(server, mina, way);
    assertEquals((await client.ask("ping")).type, "ack", way);
  }
  await using anonymous = await openSocket(server, undefined, "none");
  assertEquals((await anonymous.ask("ping")).data.code, "auth.required");
  anonymous.say({ type: "auth", data: { token: "no token" } });
  assertEquals((await anonymous.closed).code, 4501);

  await using client = await openSocket(server, mina);
  await client.ask("ping");
  await mina.post("/api/auth/logout/", { refresh: mina.refresh });
  assertEquals((await client.closed).code, 4502);
  assert(client.seen.some(({ type }) => type === "session.ended"));
});

Deno.test("a stopping server asks its clients to come back", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await wants(mina, {});
  await using client = await openSocket(server, mina);
  await client.ask("ping");
  await server.stop();
  assertEquals((await client.closed).code, 4000);
});

Deno.test("of too many sockets of one person the oldest is closed, and nobody resumes without end", async () => {
  await using server = await testServer({ sockets: { socketsAPerson: 2 } });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using first = await openSocket(server, mina);
  await first.ask("ping");
  await using second = await openSocket(server, mina);
  await second.ask("ping");
  await using third = await openSocket(server, mina);
  await third.ask("ping");
  assertEquals((await first.closed).code, 4505);

  for (let n = 0; n < 12; n++) second.say({ type: "resume", id: n, data: {} });
  assertEquals((await second.next("error")).data.code, "request.too_many");
  for (const open of [second, third]) assertEquals((await open.ask("ping")).type, "ack");
});

Deno.test("a frame that cannot be read is refused by its id where it has one", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using client = await openSocket(server, mina);
  client.say({ type: "ping", id: 7, data: [1] });
  const { type, id, data } = await client.next("error");
  assertEquals([type, id, data.code], ["error", 7, "socket.unreadable"]);
  client.sayRaw("not JSON");
  assertEquals((await client.next("error")).id, undefined);
});

Deno.test("problems are told in the language that the socket was opened in", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (
    const [language, detail] of [["lang.en", /^There is no/], ["lang.ko", /[가-힣]/], [undefined, /[가-힣]/]] as const
  ) {
    await using client = await openSocket(server, mina, "subprotocol", language ? [language] : []);
    assertMatch(String((await client.ask("nonsense")).data.detail), detail, language);
  }
});

Deno.test("a page's cookie lets in from our own origin and from no other", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const ping = async (headers: Record<string, string>) => {
    const cookie = `other=1; inyeon_session=${mina.access}`;
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws`, { headers: { cookie, ...headers } });
    const answered = new Promise<string>((resolve) => {
      socket.onmessage = ({ data }) => {
        const { type } = JSON.parse(data);
        if (type !== "welcome") resolve(type);
      };
      socket.onerror = () => resolve("refused");
    });
    socket.onopen = () => socket.send('{"type":"ping","id":1}');
    const closed = new Promise((resolve) => socket.onclose = resolve);
    const type = await answered;
    socket.close();
    await closed;
    return type;
  };
  assertEquals(await ping({ origin: server.url }), "ack");
  for (const origin of ["https://elsewhere.example", "null", `${server.url}.example`]) {
    assertEquals(await ping({ origin }), "error", origin);
  }
  assertEquals(await ping({}), "error");
});

Deno.test("what REST refuses the socket refuses with the same problem", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina", gender: "female" }]);
  await wants(mina, { gender: "male" });
  await using client = await openSocket(server, mina);
  const tries: [type: string, data: Record<string, unknown>, path: string, body?: Record<string, unknown>][] = [
    ["match.request", {}, "/api/match/random/"],
    ["match.decide", { match_id: 7, decision: "accept" }, "/api/match/decision/"],
    ["match.decide", { match_id: "x", decision: "maybe" }, "/api/match/decision/"],
    ["call.start", { match_id: 7 }, "/api/call/start/"],
    ["call.end", { call_session_id: "7" }, "/api/call/end/"],
    ["sendMessage", { chat_id: 7, content: "안녕" }, "/api/chats/7/messages", { content: "안녕" }],
    ["sendMessage", { chat_id: 7, content: "" }, "/api/chats/7/messages", { content: "" }],
    ["markRead", { chat_id: 7, message_id: 7 }, "/api/chats/7/read", { message_id: 7 }],
  ];
  for (const [type, data, path, body = data] of tries) {
    const refused = await client.ask(type, data);
    const answer = await mina.post(path, body);
    assert(answer.status >= 400, path);
    assertEquals([refused.type, refused.data], ["error", answer.body as typeof refused.data], type);
  }
});
