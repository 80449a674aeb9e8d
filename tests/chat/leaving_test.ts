import { assert, assertEquals } from "@std/assert";
import { codeOf, crowd, person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { chatBetween, chatsSeenBy, say, sealingKeys, threeIn, wholeChat } from "./house.ts";

Deno.test("who leaves has the chat no more; with both gone nothing of it can be read", async () => {
  await using server = await testServer();
  const [mina, jun] = await threeIn(server);
  const chat_id = await chatBetween(server, [mina, jun]);
  await say(mina, chat_id, "첫 needle");
  await say(jun, chat_id, "둘째 needle");
  assertEquals((await sealingKeys(server)).length, 2);
  for (let times = 0; times < 2; times++) assertEquals((await mina.del(`/api/chats/${chat_id}`)).status, 200);
  assertEquals(await chatsSeenBy(mina), []);
  assertEquals(codeOf(await mina.get(`/api/chats/${chat_id}/messages`)), "404 chat.unknown");
  assertEquals((await wholeChat(jun, chat_id)).map(({ content }) => content), ["첫 needle", "둘째 needle"]);
  const closed = await jun.post(`/api/chats/${chat_id}/messages`, { content: "어디 갔어요?", client_id: "1" });
  assertEquals(codeOf(closed), "409 chat.closed");

  assertEquals((await jun.del(`/api/chats/${chat_id}`)).status, 200);
  assertEquals(codeOf(await jun.get(`/api/chats/${chat_id}/messages`)), "404 chat.unknown");
  assertEquals(await sealingKeys(server), []);
  await using other = await server.another();
  const sent = await eventsOf(other.system, "MessageSent");
  assertEquals(sent.map(({ data }) => [data.content, data.clientId]), [[null, null], [null, null]]);
  const rows = await server.system.sql`SELECT content FROM messages`;
  assertEquals(rows.length, 0);
  await assertSound(server.system);
});

Deno.test("whoever erases their account takes their words along; the other's stand, and leaving then erases the rest", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const [jun] = await crowd(server, [{ name: "jun" }]);
  const chat_id = await chatBetween(server, [mina, jun]);
  await say(mina, chat_id, "내 needle");
  await say(jun, chat_id, "그의 말");
  const { body } = await mina.get("/api/users/me/export");
  assert(JSON.stringify(body).includes("내 needle") && !JSON.stringify(body).includes("그의 말"));
  await say(mina, chat_id, "마지막 needle");
  assertEquals((await mina.post("/api/users/me/erase", { password: mina.password })).status, 200);

  const [seen] = await chatsSeenBy(jun);
  assertEquals(seen.partner, { user_id: idOf(mina), name: "탈퇴한 사용자", profile_img_url: null });
  const { sent_at: _, ...last } = seen.last_message ?? { sent_at: "" };
  assertEquals([last, seen.closed], [{ content: "", erased: true, sender_id: idOf(mina) }, true]);
  assertEquals((await wholeChat(jun, chat_id)).map(({ content, erased }) => [content, erased]), [
    ["", true],
    ["그의 말", undefined],
    ["", true],
  ]);
  const closed = await jun.post(`/api/chats/${chat_id}/messages`, { content: "어디?", client_id: "1" });
  assertEquals(codeOf(closed), "409 chat.closed");
  assertEquals((await sealingKeys(server)).length, 1);
  assertEquals((await jun.del(`/api/chats/${chat_id}`)).status, 200);
  assertEquals(await sealingKeys(server), []);
  await assertSound(server.system);
});
