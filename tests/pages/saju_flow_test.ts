import { assertEquals } from "@std/assert";
import type { ChatFrame, Message, SeenChat } from "../../src/pages/chat/contract.ts";
import {
  changeChat as changeOneChat,
  chatOf,
  type Flow as Chats,
  fromSync as chatsFromSync,
  next as nextOfChats,
  nothing as noChats,
  openRoom as openChatRoom,
  unreadIn as unreadInChats,
  withChats as withChatsListed,
  withOpened,
  withPage as withChatPage,
  withPartners,
} from "../../src/pages/chat/flow.ts";
import { linesOf, type Outgoing } from "../../src/pages/chat/lines.ts";
import type { Introduction, IntroductionFrame } from "../../src/pages/saju/contract.ts";
import { chatOfYes, next as nextOfRequests, waitingFor, withListed } from "../../src/pages/saju/flow.ts";

/** Chats and requests together, as the page of blind dates keeps them. */
type Flow = Chats & { introductions: Introduction[] };
type Frame = [type: string, data: Record<string, unknown>];

const nothing: Flow = { ...noChats, introductions: [] };

function fromSync(flow: Flow, { chats, introductions }: { chats: SeenChat[]; introductions: Introduction[] }): Flow {
  return { ...chatsFromSync(flow, { chats }), introductions };
}

/** Frames come as they are, of whatever type. */
function next(flow: Flow, type: string, data: Record<string, unknown>): Flow {
  const chats = nextOfChats(flow, { type, data } as unknown as ChatFrame);
  const frame = { type, data } as unknown as IntroductionFrame;
  const introductions = nextOfRequests(flow.introductions, frame);
  if (frame.type !== "introduction.accepted") return keep(flow, chats, introductions);
  return keep(flow, withOpened(chats, chatOfYes(introductions, frame.data)), introductions);
}

const keep = (flow: Flow, chats: Chats, introductions: Introduction[]): Flow =>
  chats === flow && introductions === flow.introductions ? flow : { ...chats, introductions };

/** The same of chats and requests together. */
const together = <A extends unknown[]>(change: (flow: Chats, ...of: A) => Chats) => (flow: Flow, ...of: A): Flow => ({
  ...change(flow, ...of),
  introductions: flow.introductions,
});
const [changeChat, openRoom] = [together(changeOneChat), together(openChatRoom)];
const [withChats, withPage] = [together(withChatsListed), together(withChatPage)];

function withIntroductions(flow: Flow, listed: Introduction[]): Flow {
  const chats = withPartners(flow, listed.map(({ partner }) => partner));
  return { ...chats, introductions: withListed(flow.introductions, listed) };
}

const unreadIn = ({ chats }: Chats) => unreadInChats(chats);
const waitingForMe = ({ introductions }: Flow) => waitingFor(me, introductions);

const [me, jun] = [1, 2];
const partner = { user_id: jun, name: "jun", profile_img_url: null };
const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 0, minute)).toISOString();
const message = (id: number, sender: number, minute = id) => ({
  message_id: id,
  sender_id: sender,
  content: `message ${id}`,
  sent_at: at(minute),
});
const came = (id: number, sender: number): Frame => ["chat.message", { chat_id: 7, ...message(id, sender) }];
const request = {
  match_id: 5,
  status: "requested" as const,
  requester_id: jun,
  receiver_id: me,
  partner,
  compatibility_score: 60,
  created_at: at(0),
};
const chat = {
  chat_id: 7,
  origin: { kind: "introduction" as const, id: 5 },
  partner,
  last_message: null,
  unread_count: 0,
  closed: false,
};
const start: Flow = fromSync({ ...nothing, me }, { chats: [chat], introductions: [request] });
const after = (frames: Frame[], from: Flow = start): Flow =>
  frames.reduce((flow, [type, data]) => next(flow, type, data), from);

Deno.test("a message counts as unread once, is the last of its chat, and brings the chat to the front", () => {
  const other = { ...chat, chat_id: 8 };
  const two = fromSync(start, { chats: [other, chat], introductions: [] });
  const heard = after([came(1, jun), came(2, jun), came(3, me), came(2, jun)], two);
  assertEquals(heard.chats.map(({ chat_id, unread_count }) => [chat_id, unread_count]), [[7, 2], [8, 0]]);
  assertEquals([chatOf(heard, 7)?.last_message?.content, unreadIn(heard)], ["message 3", 2]);
  const { message_id: _, ...last } = message(4, jun);
  const newer = fromSync(start, { chats: [{ ...chat, unread_count: 1, last_message: last }], introductions: [] });
  assertEquals(unreadIn(after([came(4, jun)], newer)), 1, "the snapshot had counted it");
});

Deno.test("what I read here or elsewhere is unread no more, and what cannot be known is asked for", () => {
  const read = (id: number, reader: number): Frame => ["chat.read", { chat_id: 7, reader_id: reader, message_id: id }];
  const heard = after([came(1, jun), came(2, jun), came(3, jun)]);
  assertEquals(unreadIn(after([read(2, me)], heard)), 1);
  assertEquals(unreadIn(after([read(3, me), read(3, me)], heard)), 0);
  const doubtful = after([read(99, me)], heard);
  assertEquals(chatOf(doubtful, 7)?.isDoubtful, true);
  const asked = withChats(doubtful, [{ ...chat, unread_count: 2 }, { ...chat, chat_id: 9, unread_count: 1 }]);
  assertEquals([chatOf(asked, 7)?.unread_count, chatOf(asked, 9)?.unread_count], [2, 1]);
  assertEquals(withChats(heard, [{ ...chat, unread_count: 1 }]).chats[0].unread_count, 3, "frames are newer");
  assertEquals(after([read(3, jun)], heard).reads, { 7: 3 });
});

Deno.test("a chat that has ended is known by a refusal or by the list, and goes on after a block is taken back", () => {
  const refused = changeChat(start, 7, { closed: true });
  assertEquals(chatOf(refused, 7), { ...chat, closed: true, heard: [] });
  assertEquals(chatOf(withChats(start, [{ ...chat, closed: true }]), 7)?.closed, true);
  assertEquals(chatOf(withChats(refused, [chat]), 7)?.closed, false);
});

Deno.test("pages and frames make one room, each message once and in order, whatever came first", () => {
  const ids = (flow: Flow) => flow.rooms[7]?.messages.map(({ message_id }) => message_id);
  const newest = { page: [message(5, me), message(4, jun)], size: 2, isOlder: false };
  const older = { page: [message(3, jun), message(2, me)], size: 2, isOlder: true };
  const first = { page: [message(1, jun)], size: 2, isOlder: true };
  const opened = openRoom(start, 7);
  const meanwhile = withPage(after([came(5, me), came(6, jun)], opened), 7, newest);
  assertEquals(ids(meanwhile), [4, 5, 6]);
  const whole = withPage(withPage(withPage(meanwhile, 7, older), 7, older), 7, first);
  assertEquals([ids(whole), whole.rooms[7].isWhole], [[1, 2, 3, 4, 5, 6], true]);
  assertEquals(ids(after([came(6, jun), came(7, me)], whole)), [1, 2, 3, 4, 5, 6, 7]);
  assertEquals(withPage(start, 7, newest), start, "a room that was closed meanwhile stays closed");
  assertEquals(ids(fromSync(whole, { chats: [chat], introductions: [] })), undefined, "read anew: some may be missing");
});

Deno.test("a request that is accepted opens its chat once, and a decision is not forgotten", () => {
  assertEquals(waitingForMe(start).length, 1);
  const accepted: Frame = ["introduction.accepted", { match_id: 5, user_id: jun, chat_id: 12 }];
  const made = after([accepted, accepted]);
  assertEquals(made.chats.map(({ chat_id }) => chat_id), [12, 7]);
  assertEquals([chatOf(made, 12)?.partner, waitingForMe(made).length], [partner, 0]);
  assertEquals(withIntroductions(made, [request]).introductions[0].status, "matched", "the list was a little behind");
  assertEquals(after([["introduction.declined", { match_id: 5, user_id: jun }]]).introductions[0].status, "declined");
  for (const end of ["withdrawn", "lapsed"]) {
    const ended = after([[`introduction.${end}`, { match_id: 5, user_id: jun }]]);
    assertEquals([ended.introductions[0].status, waitingForMe(ended).length], [end, 0]);
  }
  const unknown = after([accepted], { ...start, introductions: [] });
  assertEquals(chatOf(unknown, 12)?.partner.name, null);
  assertEquals(chatOf(withIntroductions(unknown, [request]), 12)?.partner, partner);
  assertEquals(after([["a.frame.of.next.year", {}]]), start);
});

Deno.test("a chat's lines have days, runs, the newest message that was read, and each message once", () => {
  const messages = [
    message(1, me, 0),
    { ...message(2, me, 0), client_id: "a" },
    message(3, jun, 1),
    message(4, me, 24 * 60),
  ];
  const outgoing: Outgoing[] = [
    { client_id: "a", content: "message 2", state: "pending", written_at: at(0) },
    { client_id: "b", content: "message 4", state: "sent", message_id: 4, sent_at: at(24 * 60), written_at: at(0) },
    { client_id: "c", content: "later", state: "pending", written_at: at(24 * 60) },
    { client_id: "d", content: "refused", state: "failed", written_at: at(24 * 60) },
  ];
  const lines = linesOf({ me, messages, outgoing, readId: 3, dayOf: (instant) => instant.slice(0, 10) });
  assertEquals(
    lines.map((line) => line.kind === "day" ? line.key : `${line.key} ${line.state}${line.isLastOfRun ? " last" : ""}`),
    [
      "day 2030-01-01",
      "message 1 said",
      "mine a read last",
      "message 3 said last",
      "day 2030-01-02",
      "message 4 said last",
      "mine c sending last",
      "mine d failed last",
    ],
  );
});

Deno.test("what is being sent again is not shown beside the message that a page may hold already", () => {
  const shown = (messages: Message[], outgoing: Outgoing[]) =>
    linesOf({ me, messages, outgoing, dayOf: () => "one day" })
      .flatMap((line) => line.kind === "message" ? [`${line.content} ${line.state}`] : []);
  const again = { client_id: "a", content: "message 2", state: "pending" as const, written_at: at(2) };
  assertEquals(shown([message(1, jun), message(2, me)], [again]), ["message 1 said", "message 2 said"]);
  for (const other of [message(2, jun), message(2, me, 1), { ...message(2, me), client_id: "b" }]) {
    assertEquals(shown([other], [again]), ["message 2 said", "message 2 sending"]);
  }
  assertEquals(shown([message(2, me)], [again, { ...again, client_id: "c" }]), ["message 2 said", "message 2 sending"]);
});
