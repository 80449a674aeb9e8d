import { assert, assertEquals } from "@std/assert";
import { push } from "../../src/realtime/push.ts";
import type { Person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { chatBetween, chatsSeenBy, say, threeIn } from "./house.ts";

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

  const nobody = (user_id: number) => ({ user_id, name: "탈퇴한 사용자", profile_img_url: null });
  const [toThird, toJun] = await seenChats(mina);
  assertEquals([toThird.partner, toJun.partner], [nobody(idOf(third)), nobody(idOf(jun))]);
  assertEquals([toThird.last_message?.content, toJun.last_message?.content], ["안녕", "안녕"]);
  assertEquals((await seenChats(jun))[0].partner, nobody(idOf(mina)));

  await jun.del(`/api/blocks/${(body as { block_id: number }).block_id}`);
  assertEquals((await seenChats(mina)).map(({ partner }) => partner.name), ["탈퇴한 사용자", "new-jun"]);
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
