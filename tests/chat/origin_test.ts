import { assertEquals } from "@std/assert";
import type { Event } from "../../events/vocabulary.ts";
import { chats } from "../../projections/chat/chats.ts";
import { app } from "../../src/app.ts";
import { apps } from "../../src/apps.ts";
import { openChat } from "../../src/chat/open_chat.ts";
import { codeOf, type Person } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { chatBetween, say, threeIn } from "./house.ts";

/** An app in which people are called by their number, and by another one before. */
const clubs = app({
  name: "clubs",
  events: {},
  projections: [],
  access: {},
  shares: {},
  push: {},
  origins: ["club"],
  look: {
    now: ({ sql }, userId) => sql`SELECT 'member ' || ${userId} AS name, '/media/member.webp' AS image`,
    at: ({ sql }, userId, position) =>
      sql`SELECT 'member ' || ${userId} || ' of old' AS name, CASE WHEN ${position} < 0 THEN '' END AS image`,
  },
});

async function clubChat({ system: { log, ids, registry, now } }: TestServer, two: [Person, Person]): Promise<number> {
  using reserved = await ids.reserve(["chat"]);
  const [a, b] = two.map(idOf);
  const opened = openChat({ origin: { kind: "club", id: 7 }, people: [b, a] }, { now: now(), newId: reserved.take });
  await log.append({ events: [opened], guards: [], meta: { actor: a, correlationId: "test", app: "clubs" } });
  await registry.seen([chats], await log.head(), 20_000);
  return opened.data.chatId;
}

type Listed = { chat_id: number; origin: { kind: string; id: number }; partner: Record<string, unknown> };
const listOf = async (someone: Person, query = "") => (await someone.get(`/api/chats${query}`)).body as Listed[];

/** The apps through which what happened in a chat came, by the events' types. */
const appsOf = (history: Event[], chatId: number) =>
  new Map(
    history.flatMap(({ type, data, meta }) => "chatId" in data && data.chatId === chatId ? [[type, meta.app]] : []),
  );

Deno.test("a chat comes from whatever app opens it, which says how its people look there", async () => {
  await using server = await testServer({ apps: [...apps, clubs] });
  const [mina, jun, third] = await threeIn(server);
  const club = await clubChat(server, [mina, jun]);
  const dates = await chatBetween(server, [mina, third]);
  assertEquals((await listOf(mina, "?origin=club")).map(({ chat_id }) => chat_id), [club]);
  assertEquals((await listOf(mina, "?origin=introduction")).map(({ chat_id }) => chat_id), [dates]);
  assertEquals(await listOf(mina, "?origin=call"), []);
  const seen = async () => (await listOf(mina)).find(({ chat_id }) => chat_id === club);
  const member = { user_id: idOf(jun), name: `member ${idOf(jun)}`, profile_img_url: "/media/member.webp" };
  const first = await seen();
  assertEquals([first?.origin, first?.partner], [{ kind: "club", id: 7 }, member]);
  assertEquals(((await mina.get("/api/sync")).body as { chats: unknown }).chats, await listOf(mina));
  assertEquals((await jun.patch("/api/user/profile/", { username: "new-jun" })).status, 200);
  assertEquals((await seen())?.partner, member);

  const message_id = await say(mina, club, "안녕");
  await say(mina, dates, "안녕");
  assertEquals((await jun.post(`/api/chats/${club}/read`, { message_id })).status, 200);
  assertEquals((await jun.post("/api/blocks", { chat_id: club })).status, 201);
  const asBefore = { ...member, name: `${member.name} of old`, profile_img_url: null };
  assertEquals((await seen())?.partner, asBefore);
  const [block] = (await jun.get("/api/blocks")).body as { username: string }[];
  assertEquals(block.username, `member ${idOf(mina)} of old`);
  for (const someone of [mina, jun]) assertEquals((await someone.del(`/api/chats/${club}`)).status, 200);

  const history = await historyOf(server.system);
  const said = ["ChatOpened", "MessageSent", "MessagesRead", "ChatLeft", "ChatErased"] as const;
  assertEquals(appsOf(history, club), new Map(said.map((type) => [type, "clubs"])));
  assertEquals(appsOf(history, dates), new Map(said.slice(0, 2).map((type) => [type, "saju"])));
  await assertSound(server.system);
});

Deno.test("chats are asked for by the origins that are served, and by those that the contract names", async () => {
  await using server = await testServer();
  const [mina] = await threeIn(server);
  for (const kind of ["introduction", "roommates", "call"]) assertEquals(await listOf(mina, `?origin=${kind}`), []);
  assertEquals(codeOf(await mina.get("/api/chats?origin=club")), "422 request.invalid");
});
