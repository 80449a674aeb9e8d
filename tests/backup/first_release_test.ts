import { assertEquals } from "@std/assert";
import { z } from "zod";
import { logInAt, type Person, personAt, send } from "../support/client.ts";
import { codeOf } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { serverOn } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { loggedIn } from "../saju/house.ts";
import { makePlace } from "./house.ts";

/**
 * A backup as the first release wrote it, with the secrets made for it: accounts of calls and of blind dates, a password
 * typed on a Mac, two names that look alike, calls, gems, a chat, a block, an erasure.
 */
const folder = new URL("./first_release", import.meta.url).pathname;

const calls = z.array(z.looseObject({ username: z.string().nullable() }));
const chats = z.array(
  z.looseObject({ chat_id: z.int(), closed: z.boolean(), partner: z.looseObject({ name: z.string() }) }),
);
const messages = z.array(z.looseObject({ content: z.string() }));

Deno.test("a backup of the first release restores, and its people go on", async () => {
  await using place = await makePlace({ dataDir: folder });
  const restored = await place.restore([`${folder}/log`]);
  assertEquals(restored.position, 64);
  await using server = await serverOn({ databaseUrl: place.url, dataDir: place.dataDir });
  const { system } = server;
  // of all with a name but the erased one
  await eventually(async () => (await eventsOf(system, "UsernameSkeletonNoted")).length === 8, 20_000);
  await assertSound(system);
  const member = async (name: string): Promise<Person> => {
    const password = `the password of ${name}`;
    return personAt(server, { name, password, ...await logInAt(server, { name, password }) });
  };

  const typed = "열려라참깨문앞에서";
  for (const form of ["NFC", "NFD"]) {
    const login = { username: "민아", password: typed.normalize(form) };
    assertEquals((await send(server, "POST", "/api/auth/login/", login)).status, 200, form);
  }
  for (const name of ["paypal", "р\u0430ypal"]) {
    assertEquals((await (await member(name)).get("/api/gem/balance/")).body, { gems: 0 }, name);
  }
  const third = { username: "p\u0430yp\u0430l", password: "granite flower", age: 25, gender: "male" };
  assertEquals(codeOf(await send(server, "POST", "/api/auth/signup/", third)), "409 account.username_taken");

  const [jun, hana] = [await member("jun"), await member("hana")];
  assertEquals((await jun.get("/api/gem/balance/")).body, { gems: 80 });
  assertEquals(calls.parse((await hana.get("/api/history/recent/")).body).map(({ username }) => username), ["jun"]);

  const sora = await loggedIn(server, { id: 9, name: "소라", email: "sora@example.com" });
  const [chat] = chats.parse((await sora.get("/api/chats")).body);
  assertEquals([chat.closed, chat.partner.name], [false, "하늘"]);
  const said = messages.parse((await sora.get(`/api/chats/${chat.chat_id}/messages`)).body);
  assertEquals(said.map(({ content }) => content.normalize()), ["반가워요", "안녕하세요"]);
  const resent = { content: "안녕하세요", client_id: "first" };
  assertEquals((await sora.post(`/api/chats/${chat.chat_id}/messages`, resent)).status, 201);
  assertEquals(messages.parse((await sora.get(`/api/chats/${chat.chat_id}/messages`)).body).length, 2, "sent again");
});
