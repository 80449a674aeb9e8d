import { z } from "zod";
import { apart, type Person } from "../../app/simulates.ts";

/** What two people say in a chat, as the two know it. */
export type Room = {
  /** By what was said, each time something else: by whom, and whether it stands there for certain. */
  said: Map<string, { by: number; stands: boolean }>;
};

/** A chat as one of the two knows it. */
export type Own = {
  id: number;
  other: Person;
  /** How many of the other's messages they have read; undefined where there were more than a page has. */
  read: number | undefined;
  hasLeft: boolean;
};

const seen = z.array(z.object({
  chat_id: z.int(),
  partner: z.object({ user_id: z.int() }),
  last_message: z.object({ content: z.string(), sender_id: z.int() }).nullable(),
  unread_count: z.int(),
  closed: z.boolean(),
}));
type Seen = z.infer<typeof seen>[number];

/** The fact that one of the two has left a chat. */
export const left = (chatId: number): string => `chat ${chatId} was left`;

/** Whether nobody can write in a chat: for certain, or perhaps. */
export function isClosed({ world: { facts }, userId }: Person, { id, other }: Own, how: "may" | "must"): boolean {
  return facts[how](left(id)) || facts[how](apart(userId, other.userId));
}

/** The chats that somebody knows of, by id; also those that they left. */
export function chatsOf(person: Person): Map<number, Own> {
  return person.chats ??= new Map();
}

/** Tells somebody about a chat of theirs; from now on their list must show it. */
export function openRoom(person: Person, id: number, other: Person): void {
  const { world, met } = person;
  const chats = chatsOf(person);
  if (chats.has(id)) return;
  if (!world.rooms.has(id)) world.rooms.set(id, { said: new Map() });
  chats.set(id, { id, other, read: 0, hasLeft: false });
  met.push({ kind: "chat", id, other });
}

/** What is known to stand in a chat by one of the two, or may stand there. */
export function saidBy({ world }: Person, id: number, by: number, how: "may" | "must"): number {
  const said = [...world.rooms.get(id)?.said.values() ?? []];
  return said.filter((one) => one.by === by && (how === "may" || one.stands)).length;
}

/** Looks at the list of one's chats, which must be what the two of each know. */
export async function lookAtChats(person: Person): Promise<void> {
  const { ask, surprise, world } = person;
  const chats = chatsOf(person);
  const before = [...chats.values()].filter(({ hasLeft }) => !hasLeft).map((own) => ({
    own,
    unread: own.read === undefined ? 0 : saidBy(person, own.id, own.other.userId, "must") - own.read,
    mustBeClosed: isClosed(person, own, "must"),
  }));
  const reply = await ask({ method: "GET", path: "/api/chats", query: "?limit=1000", answer: seen });
  if ("problem" in reply) return;
  const listed = new Map(reply.body.map((chat) => [chat.chat_id, chat]));
  for (const { own, unread, mustBeClosed } of before) {
    const chat = listed.get(own.id);
    if (!chat) surprise(`chat ${own.id} is not in the list`);
    else compare(person, own, chat, { unread, mustBeClosed });
  }
  for (const { chat_id, partner } of reply.body) {
    if (chats.get(chat_id)?.hasLeft) surprise(`chat ${chat_id}, which they left, is in the list`);
    const other = world.people.find(({ userId }) => userId === partner.user_id);
    if (other) openRoom(person, chat_id, other);
  }
}

function compare(
  person: Person,
  own: Own,
  { chat_id, partner, last_message, unread_count, closed }: Seen,
  before: { unread: number; mustBeClosed: boolean },
): void {
  const { surprise, world } = person;
  if (partner.user_id !== own.other.userId) surprise(`chat ${chat_id} is with ${partner.user_id}`);
  if (before.mustBeClosed && !closed) surprise(`chat ${chat_id}, which has ended, is open`);
  if (closed && !isClosed(person, own, "may")) surprise(`chat ${chat_id} is closed, and nobody ended it`);
  const unread = own.read === undefined ? Infinity : saidBy(person, chat_id, own.other.userId, "may") - own.read;
  if (unread_count < before.unread || unread_count > unread) {
    surprise(`chat ${chat_id} has ${unread_count} unread messages, not ${before.unread} to ${unread}`);
  }
  const last = last_message && world.rooms.get(chat_id)?.said.get(last_message.content);
  if (last_message && last?.by !== last_message.sender_id) {
    surprise(`the last message of chat ${chat_id} is ${JSON.stringify(last_message)}, which nobody sent`);
  }
}

declare module "../../app/simulates.ts" {
  interface World {
    /** What is said in the chats of a run. */
    rooms: Map<number, Room>;
  }
  interface Person {
    /** The chats that they know of, by id: see `chatsOf`. */
    chats?: Map<number, Own>;
  }
}
