import { assert, assertEquals } from "@std/assert";
import { apps } from "../../src/apps.ts";
import { pusherOf } from "../../src/realtime/push.ts";
import { daters } from "../saju/house.ts";
import { codeOf, crowd, type Person, send } from "../support/client.ts";
import { heard, testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";
import { storePicture } from "../privacy/house.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { chatBetween, chatsSeenBy, messagesSeenBy, say, threeIn } from "./house.ts";

const push = pusherOf(apps);

/** Someone as the other of a chat is told of them. */
const as = (someone: Person, name: string) => ({ user_id: idOf(someone), name, profile_img_url: null });

const chatFrames = ({ seen }: Client) => seen.filter(({ type }) => type.startsWith("chat."));

/** How someone is told of their chats: in the list, and in the snapshot, which say the same. */
async function seenChats(someone: Person) {
  const listed = await chatsSeenBy(someone);
  assertEquals(((await someone.get("/api/sync")).body as { chats: unknown }).chats, listed);
  return listed;
}

Deno.test("past a block and a leaving nothing live gets through, and the lists show both alike, whoever made them", async () => {
  await using server = await testServer();
  const [mina, jun, third] = await threeIn(server);
  const [blocked, left] = [await chatBetween(server, [mina, jun]), await chatBetween(server, [mina, third])];
  const first: Record<number, number> = {};
  for (const chat_id of [blocked, left]) first[chat_id] = await say(mina, chat_id, "안녕");
  assertEquals((await seenChats(mina)).map(({ partner }) => partner.name), ["third", "jun"]);
  await heard(server);
  await using hers = await openSocket(server, mina);
  await using his = await openSocket(server, jun);
  await using laptop = await openSocket(server, jun);
  await Promise.all([hers, his, laptop].map((socket) => socket.ask("ping")));
  const { cursor } = (await mina.get("/api/sync")).body as { cursor: string };

  const { body } = await jun.post("/api/blocks", { chat_id: blocked });
  assertEquals((await third.del(`/api/chats/${left}`)).status, 200);
  assertEquals((await his.ask("markRead", { chat_id: blocked, message_id: first[blocked] })).data.unread_count, 0);
  assertEquals((await laptop.next("chat.read")).data.reader_id, idOf(jun), "his own devices agree");
  assertEquals((await his.ask("typing", { chat_id: blocked })).data.code, "chat.closed");
  assertEquals((await jun.patch("/api/user/profile/", { username: "new-jun" })).status, 200);
  assertEquals((await third.patch("/api/user/profile/", { username: "new-third" })).status, 200);
  await hers.ask("ping");
  assertEquals(chatFrames(hers), []);
  await using again = await openSocket(server, mina);
  again.say({ type: "resume", data: { cursor } });
  assertEquals((await again.next("resumed")).data, { recovered: true });
  assertEquals(chatFrames(again), []);

  // as it was when each closed, and told alike
  const [toThird, toJun] = await seenChats(mina);
  assertEquals([toThird.partner, toJun.partner], [as(third, "third"), as(jun, "jun")]);
  assertEquals([toThird.closed, toJun.closed], [true, true]);
  assertEquals([toThird.last_message?.content, toJun.last_message?.content], ["안녕", "안녕"]);
  const [toMina] = await seenChats(jun);
  assertEquals([toMina.partner, toMina.closed], [as(mina, "mina"), true]);

  await jun.del(`/api/blocks/${(body as { block_id: number }).block_id}`);
  assertEquals((await seenChats(mina)).map(({ partner }) => partner.name), ["third", "new-jun"]);
  assertEquals((await seenChats(mina)).map(({ closed }) => closed), [true, false]);
  const more = await say(mina, blocked, "다시 안녕");
  await his.ask("markRead", { chat_id: blocked, message_id: more });
  assertEquals((await hers.next("chat.read")).data.message_id, more);
  await assertSound(server.system);
});

Deno.test("whoever blocks at the very moment somebody reads is told nothing that came after", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  const ids: number[] = [];
  for (let n = 0; n < 12; n++) ids.push(await say(mina, chat_id, `말 ${n}`));
  const reading = (async () => {
    for (const message_id of ids) await jun.at(other).post(`/api/chats/${chat_id}/read`, { message_id });
  })();
  await Promise.all([reading, mina.post("/api/blocks", { chat_id })]);
  const [block] = await eventsOf(server.system, "PersonBlocked");
  const marks = await eventsOf(server.system, "MessagesRead");
  assertEquals(marks.length, ids.length);
  for (const mark of marks) assertEquals(mark.data.told, mark.position < block.position, `mark at ${mark.position}`);
  assert(marks.every((mark) => (push(mark, idOf(mina)).length > 0) === mark.data.told));
  await assertSound(server.system);
});

Deno.test("after a block neither sends, over REST nor socket, and both read what was said", async () => {
  await using server = await testServer();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  const [hers, his] = [await say(mina, chat_id, "안녕"), await say(jun, chat_id, "응")];
  await heard(server);
  await using herSocket = await openSocket(server, mina);
  await using hisSocket = await openSocket(server, jun);
  assertEquals((await mina.post("/api/blocks", { chat_id })).status, 201);
  for (const [someone, socket] of [[mina, herSocket], [jun, hisSocket]] as const) {
    const more = { content: "또", client_id: crypto.randomUUID() };
    assertEquals(codeOf(await someone.post(`/api/chats/${chat_id}/messages`, more)), "409 chat.closed");
    assertEquals((await socket.ask("sendMessage", { chat_id, ...more })).data.code, "chat.closed");
    assertEquals((await socket.ask("typing", { chat_id })).data.code, "chat.closed");
    const [seen] = await seenChats(someone);
    assertEquals([seen.closed, seen.unread_count], [true, 1]);
    assertEquals((await messagesSeenBy(someone, chat_id)).map(({ message_id }) => message_id), [his, hers]);
  }
  assertEquals(chatFrames(herSocket), []);
  assertEquals(chatFrames(hisSocket), []);
});

Deno.test("a picture that was changed after the end of a chat is not shown there, and one that stayed is", async () => {
  await using server = await testServer();
  const [mina, jun, third] = await threeIn(server);
  for (const someone of [jun, third]) await storePicture(someone, "profile_image", "#123456");
  for (const someone of [jun, third]) await chatBetween(server, [mina, someone]);
  const pictures = async () => (await seenChats(mina)).map(({ partner }) => partner.profile_img_url);
  const before = await pictures();
  assertEquals(new Set(before).has(null), false);
  for (const { chat_id } of await seenChats(mina)) {
    assertEquals((await mina.post("/api/blocks", { chat_id })).status, 201);
  }
  assertEquals(await pictures(), before);
  await storePicture(jun, "profile_image", "#654321");
  assertEquals(await pictures(), [before[0], null]);
});

Deno.test("the erased alone are called so, whether they left, were blocked or neither", async () => {
  await using server = await testServer();
  const [mina, ...others] = await crowd(server, ["mina", "left", "blocked", "neither"].map((name) => ({ name })));
  const [left, blocked, neither] = await Promise.all(
    others.map(async (other) => await chatBetween(server, [mina, other])),
  );
  await others[0].del(`/api/chats/${left}`);
  await mina.post("/api/blocks", { chat_id: blocked });
  const seen = async () =>
    (await seenChats(mina)).sort((a, b) => a.chat_id - b.chat_id).map(({ partner, closed }) => [partner.name, closed]);
  const named = (name: string, isClosed: boolean) => [name, isClosed];
  assertEquals(
    (await seen()).sort(),
    [named("left", true), named("blocked", true), named("neither", false)].sort(),
  );
  for (const other of others) assertEquals((await other.post("/api/users/me/erase")).status, 200);
  assertEquals(await seen(), [left, blocked, neither].map(() => named("탈퇴한 사용자", true)));
  const [block] = (await mina.get("/api/blocks")).body as { username: string }[];
  assertEquals(block.username, "탈퇴한 사용자");
});

Deno.test("nobody calls themselves as the erased are called, nor as those without a name, here or there", async () => {
  await using server = await testServer();
  const [mina, dater] = [(await crowd(server, [{ name: "mina" }]))[0], (await daters(server, [{ name: "소라" }]))[0]];
  const taken = [
    "탈퇴한 사용자",
    " 탈퇴한\u3000사용자\u2800",
    "탈퇴한사용자",
    "탈퇴한 사용자".normalize("NFD"),
    "이름 없는 사용자",
  ];
  for (const name of taken) {
    const named = { username: name, password: "correct horse", age: 25, gender: "female" };
    const answers = [
      await send(server, "POST", "/api/auth/signup/", named),
      await mina.patch("/api/user/profile/", { username: name }),
      await dater.put("/api/users/me", { name }),
    ];
    assertEquals(answers.map(codeOf), Array(3).fill("422 request.invalid"), JSON.stringify(name));
  }
  assertEquals((await mina.patch("/api/user/profile/", { username: "탈퇴한 사람" })).status, 200);
});

Deno.test("of what both write while one blocks, over REST and sockets of two servers, nothing stands after the block", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  await using hers = await openSocket(other, mina);
  await using his = await openSocket(server, jun);
  await Promise.all([hers.ask("ping"), his.ask("ping")]);
  const said: string[] = [];
  const write = async (someone: Person, socket: Client) => {
    for (let n = 0; n < 10; n++) {
      const message = () => ({ content: `말 ${n}`, client_id: crypto.randomUUID() });
      const [rest, acked] = await Promise.all([
        someone.post(`/api/chats/${chat_id}/messages`, message()),
        socket.ask("sendMessage", { chat_id, ...message() }),
      ]);
      said.push(rest.status === 201 ? "said" : codeOf(rest));
      said.push(acked.type === "ack" ? "said" : `${acked.data.status} ${acked.data.code}`);
      if (n === 3 && someone.name === "mina") blocking.resolve();
    }
  };
  const blocking = Promise.withResolvers<void>();
  const block = blocking.promise.then(() => mina.post("/api/blocks", { chat_id }));
  await Promise.all([write(mina, hers), write(jun, his), block]);
  const [blocked] = await eventsOf(server.system, "PersonBlocked");
  const sent = await eventsOf(server.system, "MessageSent");
  assertEquals(sent.filter(({ position }) => position > blocked.position), []);
  assertEquals(said.filter((one) => one === "said").length, sent.length);
  assertEquals(new Set(said), new Set(["said", "409 chat.closed"]));
  await assertSound(server.system);
});
