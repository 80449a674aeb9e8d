import { assert, assertEquals } from "@std/assert";
import type { EventOf } from "../../events/vocabulary.ts";
import { crowd } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { flakyLine } from "../support/flaky_line.ts";
import { printedSeed } from "../support/seed.ts";
import { type ChildServer, childServer, serverOn, testInstallation } from "../support/server.ts";
import { cursorOf } from "../support/socket.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { randomFrom } from "../support/world.ts";
import { chatBetween, chatsSeenBy, wholeChat } from "./house.ts";
import { writer } from "./writer.ts";

const senders = 20;
/** What two busy cores do in some 40 s. The full measure: `MESSAGES=500 deno task test tests/chat/storm_test.ts`. */
const each = Number(Deno.env.get("MESSAGES") ?? 300);

Deno.test(`${senders} senders × ${each} messages through drops, resends and a kill: each once, in one order, counted right`, async () => {
  const seed = printedSeed();
  const random = randomFrom(seed);
  await using place = await testInstallation();
  await using rooms = new AsyncDisposableStack();

  const preparing = await serverOn(place);
  const people = await crowd(preparing, Array.from({ length: senders }, (_, n) => ({ name: `sender ${n}` })));
  // everyone shares a room with either neighbour
  const chats: number[] = [];
  for (let n = 0; n < senders; n++) chats.push(await chatBetween(preparing, [people[n], people[(n + 1) % senders]]));
  const cursors = await Promise.all(people.map(cursorOf));
  await preparing.stop();

  let server: ChildServer = rooms.use(await childServer(place));
  const line = rooms.use(flakyLine(server, () => 5_000 + random() * 300 * each));
  const beganAt = performance.now();
  const writers = people.map((person, n) => {
    const mine = [chats[n], chats[(n + senders - 1) % senders]];
    const messages = Array.from({ length: each }, (_, m) => ({
      chat_id: mine[Math.floor(random() * 2)],
      content: `${m}번째 말이에요. ${"하".repeat(1 + Math.floor(random() * 60))}`,
      client_id: `${n}-${m}`,
    }));
    return writer(person, cursors[n], { door: line, messages, random });
  });
  rooms.defer(async () => void await Promise.all(writers.map(({ leave }) => leave())));
  const done = Promise.all(writers.map(({ done }) => done));
  // it is awaited below, after the kill
  done.catch(() => {});

  const acked = () => writers.reduce((sum, { acked }) => sum + acked.size, 0);
  await eventually(() => acked() > 0.4 * senders * each, 120_000);
  server.signal("SIGKILL");
  await server.ended;
  server = rooms.use(await childServer(place));
  line.leadTo(server);
  await done;
  const tookSec = (performance.now() - beganAt) / 1000;
  console.log(`${acked()} messages in ${tookSec.toFixed(1)} s, ${line.broken()} connections broken`);
  assert(line.broken() > senders / 2, "the line hardly broke");
  line.mend();
  await Promise.all(writers.map(({ caughtUp }) => caughtUp()));
  server.signal("SIGTERM");
  await server.ended;

  await using after = await serverOn(place);
  const history = await historyOf(after.system);
  const sent = history.filter((event): event is EventOf<"MessageSent"> => event.type === "MessageSent");
  const ids = new Map(sent.map(({ data }) => [data.clientId, data.messageId]));
  assertEquals([sent.length, ids.size, acked()], [senders * each, senders * each, senders * each]);
  for (const { acked } of writers) for (const [clientId, id] of acked) assertEquals(ids.get(clientId), id, clientId);

  const inOrder = Map.groupBy(sent, ({ data }) => data.chatId);
  for (const { person, shown } of writers) {
    const me = idOf(person);
    const there = await chatsSeenBy(person.at(after));
    assertEquals(there.length, 2);
    for (const { chat_id, unread_count } of there) {
      const said = inOrder.get(chat_id) ?? [];
      const order = said.map(({ data }) => data.messageId);
      assertEquals(shown.get(chat_id), order, `${person.name} was shown chat ${chat_id} otherwise`);
      assertEquals((await wholeChat(person.at(after), chat_id)).map(({ message_id }) => message_id), order);
      const mark = history.findLast((event): event is EventOf<"MessagesRead"> =>
        event.type === "MessagesRead" && event.data.chatId === chat_id && event.data.readerId === me
      );
      const unread = said.slice(mark ? order.indexOf(mark.data.upTo) + 1 : 0).filter(({ data }) =>
        data.senderId !== me
      );
      assertEquals(unread_count, unread.length, `unread of ${person.name} in chat ${chat_id}`);
    }
  }
  await assertSound(after.system);
});
