import { assert, assertEquals } from "@std/assert";
import { sealedFor } from "../../events/side_keys.ts";
import { projections } from "../../src/apps.ts";
import { forgottenChatSweep } from "../../src/chat/forget_chats.ts";
import { leaveChat } from "../../src/chat/leave_chat.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { crowd, person } from "../support/client.ts";
import { serverOn, testInstallation } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { noHousekeeping, subjectsOf } from "../privacy/house.ts";
import { chatBetween, chatsSeenBy, say } from "./house.ts";

Deno.test("keys of chats that an erasure broke off before go with the next look, and no others", async () => {
  await using place = await testInstallation();
  await using _held = await noHousekeeping(place);
  await using server = await serverOn(place);
  const { system } = server;
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const kim = await person(server, { name: "kim" });
  const left = await chatBetween(server, [mina, jun]);
  const forgotten = await chatBetween(server, [mina, jun]);
  const standing = await chatBetween(server, [jun, kim]);
  for (const chat of [left, forgotten]) for (const someone of [mina, jun]) await say(someone, chat, "안녕");
  for (const someone of [jun, kim]) await say(someone, standing, "안녕");
  assertEquals((await kim.post("/api/users/me/erase", { password: kim.password })).status, 200);
  const keysOfChats = async () => (await subjectsOf(server)).filter((subject) => subject < 0).sort((a, b) => b - a);
  const keysOf = (...chats: number[]) => chats.flatMap((id) => [sealedFor.message(id, 0), sealedFor.message(id, 1)]);
  const hisOwn = sealedFor.message(standing, 0);
  assertEquals(await keysOfChats(), [...keysOf(left, forgotten), hisOwn]);

  // both are gone, and the process with them before it deleted the keys
  for (const someone of [mina, jun]) {
    const done = await system.run(leaveChat, { chat_id: left }, { me: idOf(someone), correlationId: "test" });
    assert(!isRefusal(done));
  }
  // erased once, of which a restored older log knows nothing
  await system.personal.erase(sealedFor.message(forgotten, 0));
  const sweep = forgottenChatSweep(system);
  await sweep();
  assertEquals(await keysOfChats(), [hisOwn]);
  assertEquals((await eventsOf(system, "ChatErased")).map(({ data }) => data.chatId), [left, forgotten]);
  await system.registry.seen(projections, await system.log.head(), 10_000);
  assertEquals((await chatsSeenBy(jun)).map(({ chat_id }) => chat_id), [standing]);
  await sweep();
  assertEquals(await keysOfChats(), [hisOwn]);
  await assertSound(system);
});
