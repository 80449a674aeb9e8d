import { assertEquals, assertMatch } from "@std/assert";
import { sealedFor } from "../../events/side_keys.ts";
import { codeOf, type Person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { appoint, idOf } from "../support/staff.ts";
import { chatBetween, chatsSeenBy, messagesSeenBy, say, sealingKeys, threeIn } from "./house.ts";
import { suspendAccount } from "../support/commands.ts";

Deno.test("two people write over sockets and REST: live on every device, unread counts right, in the list and in sync", async () => {
  await using server = await testServer();
  const [mina, jun, third] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  await using phone = await openSocket(server, mina);
  await using laptop = await openSocket(server, mina);
  await using his = await openSocket(server, jun);
  await using outsider = await openSocket(server, third);
  await Promise.all([phone, laptop, his, outsider].map((socket) => socket.ask("ping")));
  const [empty] = await chatsSeenBy(mina);
  assertEquals(empty, {
    chat_id,
    origin: empty.origin,
    partner: { user_id: idOf(jun), name: "jun", profile_img_url: null },
    last_message: null,
    unread_count: 0,
    closed: false,
  });

  const acked = await phone.ask("sendMessage", { chat_id, content: "안녕하세요", client_id: "a" });
  const { message_id, sent_at } = acked.data;
  const shown = { chat_id, message_id, sender_id: idOf(mina), content: "안녕하세요", sent_at };
  assertEquals((await his.next("chat.message")).data, shown);
  for (const own of [phone, laptop]) {
    assertEquals((await own.next("chat.message")).data, { ...shown, client_id: "a" });
  }
  const again = await phone.ask("sendMessage", { chat_id, content: " 안녕하세요 ", client_id: "a" });
  assertEquals(again.data, acked.data);
  const otherWords = { content: "또", client_id: "a" };
  assertEquals((await phone.ask("sendMessage", { chat_id, ...otherWords })).data.code, "message.client_id_used");
  assertEquals(
    codeOf(await mina.post(`/api/chats/${chat_id}/messages`, otherWords)),
    "422 message.client_id_used",
  );
  const second = await say(mina, chat_id, "두 번째", "b");
  assertEquals(await say(mina, chat_id, "두 번째", "b"), second);
  assertEquals((await his.next("chat.message")).data.message_id, second);

  const [seen] = await chatsSeenBy(jun);
  assertEquals([seen.unread_count, seen.last_message?.content, seen.last_message?.sender_id], [
    2,
    "두 번째",
    idOf(mina),
  ]);
  assertEquals(((await jun.get("/api/sync")).body as { chats: unknown }).chats, await chatsSeenBy(jun));
  assertEquals((await chatsSeenBy(mina))[0].unread_count, 0);

  const readFirst = await his.ask("markRead", { chat_id, message_id });
  assertEquals(readFirst.data, { chat_id, unread_count: 1 });
  const { read_at, ...seenRead } = (await phone.next("chat.read")).data;
  assertEquals(seenRead, { chat_id, reader_id: idOf(jun), message_id });
  assertMatch(String(read_at), /Z$/);
  const rest = await jun.post(`/api/chats/${chat_id}/read`, { message_id: second });
  assertEquals([rest.status, rest.body], [200, { chat_id, unread_count: 0 }]);
  assertEquals((await chatsSeenBy(jun))[0].unread_count, 0);
  assertEquals(outsider.seen.filter(({ type }) => type !== "ack"), []);
  await assertSound(server.system);
});

Deno.test("a message without a client_id is another one each time, but for the repeat under its Idempotency-Key", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  await using phone = await openSocket(server, mina);
  const content = "안녕하세요";
  const at = `/api/chats/${chat_id}/messages`;
  const said = [await mina.post(at, { content }), await mina.post(at, { content })];
  assertEquals(said.map(({ status }) => status), [201, 201]);
  for (let n = 0; n < 2; n++) assertEquals((await phone.ask("sendMessage", { chat_id, content })).type, "ack");
  assertEquals((await messagesSeenBy(jun, chat_id)).length, 4);

  const more = { headers: { "idempotency-key": "again" } };
  const repeats = await Promise.all([mina, mina.at(other), mina].map((from) => from.post(at, { content }, more)));
  assertEquals(repeats.map(({ status }) => status), [201, 201, 201]);
  assertEquals(new Set(repeats.map(({ body }) => JSON.stringify(body))).size, 1);
  assertEquals((await messagesSeenBy(jun, chat_id)).length, 5);
  await assertSound(server.system);
});

Deno.test("what was missed comes with the cursor, messages and read marks in order", async () => {
  await using server = await testServer();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  const first = await openSocket(server, jun);
  await first.ask("ping");
  await say(mina, chat_id, "하나");
  await first.next("chat.message");
  const cursor = first.cursor();
  await first.close();
  const two = await say(mina, chat_id, "둘");
  await jun.post(`/api/chats/${chat_id}/read`, { message_id: two });
  await say(mina, chat_id, "셋");

  await using again = await openSocket(server, jun);
  again.say({ type: "resume", data: { cursor } });
  assertEquals((await again.next("resumed")).data, { recovered: true });
  const came = again.seen.filter(({ type }) => type.startsWith("chat.")).map(({ data }) => data.content ?? "읽음");
  assertEquals(came, ["둘", "읽음", "셋"]);
});

Deno.test("typing reaches the partner alone, on every process, and only while the two may talk", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [mina, jun, third] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  await using mine = await openSocket(server, mina);
  await using his = await openSocket(other, jun.at(other));
  await using hisHere = await openSocket(server, jun);
  await using outsider = await openSocket(server, third);
  await Promise.all([mine, his, hisHere, outsider].map((socket) => socket.ask("ping")));
  const typingAt = ({ seen }: Client) => seen.filter(({ type }) => type === "chat.typing").map(({ data }) => data);
  // that he is there has to be heard of here first
  await eventually(async () => {
    assertEquals((await mine.ask("typing", { chat_id })).data, {});
    return typingAt(his).length > 0;
  });
  await mine.ask("typing", { chat_id, typing: false });
  for (const socket of [his, hisHere]) {
    await eventually(() => typingAt(socket).at(-1)?.typing === false);
    assertEquals(typingAt(socket)[0], { chat_id, typing: true });
  }
  assertEquals((await outsider.ask("typing", { chat_id })).data.code, "chat.unknown");
  const { body } = await jun.post("/api/blocks", { chat_id });
  assertEquals((await mine.ask("typing", { chat_id })).data.code, "chat.closed");
  await jun.del(`/api/blocks/${(body as { block_id: number }).block_id}`);
  await jun.del(`/api/chats/${chat_id}`);
  assertEquals((await mine.ask("typing", { chat_id })).data.code, "chat.closed");
  assertEquals((await hisHere.ask("typing", { chat_id })).data.code, "chat.unknown");
  assertEquals([mine, outsider].flatMap(typingAt), []);
  const log = await historyOf(server.system);
  assertEquals(log.filter(({ tags }) => tags.includes(`chat:${chat_id}`)).map(({ type }) => type), [
    "ChatOpened",
    "ChatLeft",
  ]);
});

Deno.test("a third person is told that there is no such chat, over every way in", async () => {
  await using server = await testServer();
  const [mina, jun, third] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  const message_id = await say(mina, chat_id, "비밀");
  await using socket = await openSocket(server, third);
  const path = `/api/chats/${chat_id}`;
  const answers = [
    await third.get(`${path}/messages`),
    await third.post(`${path}/messages`, { content: "나도", client_id: "1" }),
    await third.post(`${path}/read`, { message_id }),
    await third.del(path),
    await third.post("/api/blocks", { chat_id }),
    await third.post("/api/reports", { chat_id, reason: "other" }),
  ];
  assertEquals(answers.map(codeOf), answers.map(() => "404 chat.unknown"));
  const frames = [
    await socket.ask("sendMessage", { chat_id, content: "나도", client_id: "1" }),
    await socket.ask("markRead", { chat_id, message_id }),
    await socket.ask("typing", { chat_id }),
  ];
  assertEquals(frames.map(({ data }) => data.code), frames.map(() => "chat.unknown"));
  assertEquals(await chatsSeenBy(third), []);
  // a message of another chat of one's own is none of this one
  const own = await chatBetween(server, [mina, third]);
  assertEquals(codeOf(await third.post(`/api/chats/${own}/read`, { message_id })), "404 message.unknown");
  assertEquals(await messagesSeenBy(third, own, `?before=${message_id}`), []);
});

Deno.test("history goes by offset and by cursor, newest first", async () => {
  await using server = await testServer();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  const ids: number[] = [];
  for (let n = 0; n < 35; n++) ids.push(await say(n % 3 === 0 ? jun : mina, chat_id, `말 ${n}`));
  const newest = ids.toReversed();
  const idsOf = async (query = "") => (await messagesSeenBy(jun, chat_id, query)).map(({ message_id }) => message_id);
  assertEquals(await idsOf(), newest.slice(0, 30));
  assertEquals(await idsOf("?limit=10&offset=20"), newest.slice(20, 30));
  assertEquals(await idsOf(`?limit=10&before=${newest[19]}`), newest.slice(20, 30));
  assertEquals(await idsOf(`?before=${ids[0]}`), []);
  assertEquals(await idsOf("?limit=100"), newest);
  for (const bad of ["?limit=101", "?limit=0", "?offset=-1", "?before=x"]) {
    assertEquals(codeOf(await jun.get(`/api/chats/${chat_id}/messages${bad}`)), "422 request.invalid");
  }
});

Deno.test("a block closes a chat at once, and so does a suspension for the suspended", async () => {
  await using server = await testServer();
  const [mina, jun, staff] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  await say(mina, chat_id, "안녕");
  const { body } = await mina.post("/api/blocks", { chat_id });
  const send = (someone: Person) =>
    someone.post(`/api/chats/${chat_id}/messages`, { content: "저기요", client_id: crypto.randomUUID() });
  assertEquals([codeOf(await send(mina)), codeOf(await send(jun))], ["409 chat.closed", "409 chat.closed"]);
  assertEquals((await messagesSeenBy(jun, chat_id)).length, 1);
  await mina.del(`/api/blocks/${(body as { block_id: number }).block_id}`);
  assertEquals((await send(jun)).status, 201);
  await appoint(server, staff);
  const input = { userId: idOf(jun), reason: "욕설", until: null };
  await server.system.run(suspendAccount, input, { me: idOf(staff), correlationId: "test" });
  assertEquals(codeOf(await send(jun)), "403 account.suspended");
  assertEquals((await send(mina)).status, 201);
  await assertSound(server.system);
});

Deno.test("a report of a chat copies what was said last, by both, and staff can read it once the chat is gone", async () => {
  await using server = await testServer();
  const [mina, jun, staff] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  for (let n = 0; n < 25; n++) await say(n % 2 ? mina : jun, chat_id, `말 ${n}`);
  const { body } = await mina.post("/api/reports", { chat_id, reason: "harassment" });
  const { report_id } = body as { report_id: number };
  for (const someone of [mina, jun]) assertEquals((await someone.del(`/api/chats/${chat_id}`)).status, 200);
  await appoint(server, staff);
  const { status, body: seen } = await staff.get(`/api/admin/reports/${report_id}`);
  assertEquals(status, 200);
  const text = JSON.stringify(seen);
  assertEquals(Array.from({ length: 25 }, (_, n) => n).filter((n) => text.includes(`"말 ${n}"`)), [
    ...Array.from({ length: 20 }, (_, n) => n + 5),
  ]);
  assertEquals(await sealingKeys(server), [sealedFor.report(report_id)]);
});
