import { assertEquals } from "@std/assert";
import { AccountErased } from "../../events/accounts.ts";
import { PersonBlocked, PersonUnblocked } from "../../events/safety.ts";
import { eraseChat } from "../../src/chat/erase_chat.ts";
import { leaveChat } from "../../src/chat/leave_chat.ts";
import { markRead } from "../../src/chat/mark_read.ts";
import { sendMessage, toSend, written } from "../../src/chat/send_message.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { hashOf, person } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { clientHash, erased, left, opened, read, sent } from "./facts.ts";

const two = [...person(1), ...person(2), opened];
const gone = (userId: number) => AccountErased({ userId, usernameHash: hashOf(`user${userId}`), emailHash: null });
const message = (senderId: 1 | 2, clientId: string, content = "안녕하세요") => ({
  chat_id: 6,
  content,
  client_id: clientId,
  client_hash: clientHash(senderId, clientId),
});
const blocked = (blockerId: number, blockedId: number) =>
  PersonBlocked({ blockId: 4, blockerId, blockedId, met: { kind: "chat", id: 6 }, blockedAt: at(0) });

Deno.test("a message counts on from those before, each under its sender's key", () => {
  const first = given(...two).when(sendMessage, message(1, "1000"), { me: 1 });
  first.then(sent(1000, 1, [1, 0]));
  first.answers({ message_id: 1000, chat_id: 6, sent_at: at(0) });
  const answer = given(...two, sent(8, 1, [1, 0])).when(sendMessage, message(2, "1000"), { me: 2 });
  answer.then(sent(1000, 2, [1, 1]));
  assertEquals([sent(8, 1, [1, 0]), sent(9, 2, [1, 1])].map(({ data }) => data.sealedFor), [-25, -26]);
});

Deno.test("what is sent again is the first, also where the chat has closed; other words need another name", () => {
  for (const after of [[], [sent(9, 2, [1, 1])], [left(2)], [blocked(2, 1)]]) {
    const history = given(...two, sent(8, 1, [1, 0]), ...after);
    const again = history.when(sendMessage, message(1, "8"), { me: 1 });
    again.then();
    again.answers({ message_id: 8, chat_id: 6, sent_at: at(0) });
    history.when(sendMessage, message(1, "8", "다른 말"), { me: 1 }).refuses("message.client_id_used");
  }
});

Deno.test("what is sent again by a keyboard that composes characters otherwise is the same message", () => {
  const said = sent(8, 1, [1, 0], { content: "오늘 각각?" });
  const again = given(...two, said).when(sendMessage, message(1, "8", " 오늘 각각?".normalize("NFD")), { me: 1 });
  again.then();
  again.answers({ message_id: 8, chat_id: 6, sent_at: at(0) });
});

Deno.test("what was said and cannot be read any more is taken for what is sent again", () => {
  const first = sent(8, 1, [1, 0]);
  const sealed = { ...first, data: { ...first.data, content: null } };
  const again = given(...two, sealed as unknown as typeof first).when(sendMessage, message(1, "8", "말"), { me: 1 });
  again.then();
  again.answers({ message_id: 8, chat_id: 6, sent_at: at(0) });
});

Deno.test("another's or another chat's client may use the same name", () => {
  const names = new Set(
    [1, 2].flatMap((me) =>
      [6, 7].map((chat_id) => toSend({ hash: (text) => text }, { me }, { chat_id, client_id: "8" }).client_hash)
    ),
  );
  assertEquals(names.size, 4);
  given(...two, sent(8, 1, [1, 0])).when(sendMessage, message(2, "8"), { me: 2 }).then({
    ...sent(1000, 2, [1, 1]),
    data: { ...sent(1000, 2, [1, 1]).data, clientId: "8", clientHash: clientHash(2, "8") },
  });
});

Deno.test("a chat whose other one left, is gone or is blocked is closed, and does not say why", () => {
  for (const closes of [left(2), gone(2), blocked(1, 2), blocked(2, 1)]) {
    given(...two, closes).when(sendMessage, message(1, "1"), { me: 1 }).refuses("chat.closed");
  }
  const unblocked = PersonUnblocked({ blockId: 4, blockerId: 2, blockedId: 1 });
  given(...two, blocked(2, 1), unblocked).when(sendMessage, message(1, "1000"), { me: 1 }).then(sent(1000, 1, [1, 0]));
});

Deno.test("a chat is unknown to a third person, and to whoever has left it", () => {
  for (const [me, ...events] of [[3], [1, left(1)]] as const) {
    const history = given(...two, sent(8, 1, [1, 0]), ...events);
    history.when(sendMessage, message(1, "1"), { me }).refuses("chat.unknown");
    history.when(markRead, { chat_id: 6, message_id: 8 }, { me }).refuses("chat.unknown");
  }
  given(...two).when(leaveChat, { chat_id: 6 }, { me: 3 }).refuses("chat.unknown");
  given(...two).when(sendMessage, { ...message(1, "1"), chat_id: 7 }, { me: 1 }).refuses("chat.unknown");
});

Deno.test("reading counts the other's messages up to one, and never goes back", () => {
  const said = [...two, sent(7, 2, [0, 1]), sent(8, 1, [1, 1]), sent(9, 2, [1, 2]), sent(10, 2, [1, 3])];
  const upTo = (message_id: number) => ({ chat_id: 6, message_id });
  const first = given(...said).when(markRead, upTo(9), { me: 1 });
  first.then(read(1, 9, 2));
  first.answers({ chat_id: 6, unread_count: 1 });
  given(...said, read(1, 9, 2)).when(markRead, upTo(7), { me: 1 }).then();
  // one's own message: what came before it is read
  given(...said).when(markRead, upTo(8), { me: 1 }).then(read(1, 8, 1));
  given(...said).when(markRead, upTo(8), { me: 2 }).then(read(2, 8, 1));
  given(...said).when(markRead, upTo(7), { me: 2 }).then();
  given(...said).when(markRead, upTo(99), { me: 1 }).refuses("message.unknown");
});

Deno.test("that something was read is told to the other only while the chat is open", () => {
  const said = [...two, sent(8, 2, [0, 1])];
  const readIt = { chat_id: 6, message_id: 8 };
  for (const closes of [left(2), gone(2), blocked(1, 2), blocked(2, 1)]) {
    const reading = given(...said, closes).when(markRead, readIt, { me: 1 });
    reading.then(read(1, 8, 1, false));
    reading.answers({ chat_id: 6, unread_count: 0 });
  }
  const unblocked = PersonUnblocked({ blockId: 4, blockerId: 2, blockedId: 1 });
  given(...said, blocked(2, 1), unblocked).when(markRead, readIt, { me: 1 }).then(read(1, 8, 1));
});

Deno.test("a chat is erased with the last who has it", () => {
  given(...two).when(leaveChat, { chat_id: 6 }, { me: 1 }).then(left(1));
  given(...two, left(1)).when(leaveChat, { chat_id: 6 }, { me: 1 }).then();
  given(...two, left(1)).when(leaveChat, { chat_id: 6 }, { me: 2 }).then(left(2), erased);
  given(...two, gone(1)).when(leaveChat, { chat_id: 6 }, { me: 2 }).then(left(2), erased);
  const erase = { chat_id: 6 };
  given(...two, left(1), gone(2)).when(eraseChat, erase, { me: SYSTEM }).then(erased);
  given(...two, gone(1), gone(2)).when(eraseChat, erase, { me: SYSTEM }).then(erased);
  given(...two, gone(1), gone(2), erased).when(eraseChat, erase, { me: SYSTEM }).then();
  for (const event of [left(1), gone(2)]) given(...two, event).when(eraseChat, erase, { me: SYSTEM }).then();
  given(...two).when(eraseChat, { ...erase, because: "forgotten" }, { me: SYSTEM }).then(erased);
  given(...two, erased).when(leaveChat, { chat_id: 6 }, { me: 1 }).then();
  given(...two, erased).when(sendMessage, message(1, "1"), { me: 1 }).refuses("chat.unknown");
});

Deno.test("a message has 1 to 2,000 characters, and a name of 1 to 64", () => {
  const isTaken = (content: string, client_id = "1") => written.safeParse({ content, client_id }).success;
  const good = ["안", "가".repeat(2_000), "😀".repeat(2_000), "두\n줄", " 빈칸 "];
  const bad = ["", "   ", "\n\t", "가".repeat(2_001), "a\u0000b", "\ud800", "\u0007"];
  assertEquals([good.filter((text) => !isTaken(text)), bad.filter((text) => isTaken(text))], [[], []]);
  assertEquals(["1", "x".repeat(64), "", "x".repeat(65), "a\u0000"].map((id) => isTaken("말", id)), [
    ...[true, true],
    ...[false, false, false],
  ]);
  assertEquals(written.parse({ content: " 빈칸 ", client_id: "1" }).content, " 빈칸 ");
});
