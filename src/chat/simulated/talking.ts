import { z } from "zod";
import { message as done, type Person, type Question } from "../../app/simulates.ts";
import { access } from "../access.ts";
import { chatsOf, isClosed, left, type Own, saidBy } from "./rooms.ts";

const sent = z.object({ message_id: z.int(), chat_id: z.int() });
const mark = z.object({ chat_id: z.int(), unread_count: z.int() });
const page = z.array(z.object({
  message_id: z.int(),
  sender_id: z.int(),
  content: z.string(),
  sent_at: z.iso.datetime(),
}));
type Page = z.infer<typeof page>;

const pageSize = 100;
const words = ["안녕하세요", "오늘 어땠어요?", "좋아요!", "저녁에 산책할래요?", "ㅎㅎ"];

/** Says something new in a chat; now and then once more under the same `client_id`, with the same words or others. */
export async function write(person: Person, own: Own): Promise<void> {
  const { draw, surprise, userId, world } = person;
  const room = world.rooms.get(own.id);
  const client_id = draw.uuid();
  const content = `${draw.pick(words)} ${client_id.slice(0, 8)}`;
  const message = { by: userId, stands: false };
  room?.said.set(content, message);
  const mustBeClosed = isClosed(person, own, "must");
  const reply = await send(person, own, { content, client_id }, { good: [201], problems: ["chat.closed"] });
  if ("problem" in reply) {
    room?.said.delete(content);
    if (reply.problem === "chat.closed" && !isClosed(person, own, "may")) {
      surprise(`nobody can write in chat ${own.id}, and nobody ended it`);
    }
    return;
  }
  message.stands = true;
  world.count("messages");
  if (mustBeClosed) surprise(`chat ${own.id}, which has ended, took a message`);
  if (draw.chance(0.1)) {
    const again = await send(person, own, { content, client_id });
    if ("body" in again && again.body.message_id !== reply.body.message_id) {
      surprise(`one client_id in chat ${own.id} is messages ${reply.body.message_id} and ${again.body.message_id}`);
    }
  }
  if (draw.chance(0.05)) {
    await send(person, own, { content: "다른 말", client_id }, { good: [], problems: ["message.client_id_used"] });
  }
}

/** What was said already is found whether or not the chat has ended since. */
async function send(
  { ask }: Person,
  { id }: Own,
  body: { content: string; client_id: string },
  of: Pick<Question<unknown>, "good" | "problems"> = { good: [201] },
) {
  return await ask({ ...access.sendMessage, params: { chat_id: id }, body, answer: sent, keyed: true, ...of });
}

/** Reads the newest messages of a chat, and says so. */
export async function read(person: Person, own: Own): Promise<void> {
  const { ask, surprise, userId, world } = person;
  const room = world.rooms.get(own.id);
  if (!room) return;
  const standing = [...room.said].filter(([, { stands }]) => stands).map(([content]) => content);
  const params = { chat_id: own.id };
  const reply = await ask({ ...access.messages, params, query: `?limit=${pageSize}`, answer: page });
  if ("problem" in reply) return;
  const messages = reply.body;
  compare(person, own, messages, standing);
  const [newest] = messages;
  if (!newest) return;

  const isWhole = messages.length < pageSize;
  const theirs = messages.filter(({ sender_id }) => sender_id !== userId).length;
  const body = { message_id: newest.message_id };
  const marked = await ask({ ...access.markRead, params, body, answer: mark, keyed: true });
  if ("problem" in marked) return;
  own.read = isWhole ? theirs : undefined;
  const since = saidBy(person, own.id, own.other.userId, "may") - theirs;
  const { unread_count } = marked.body;
  if (unread_count < 0 || isWhole && unread_count > since) {
    surprise(`having read chat ${own.id}, ${unread_count} messages are unread, not 0 to ${since}`);
  }
}

/** Every message of a page was sent, once, and those that were there before are in it; the newest comes first. */
function compare(person: Person, { id }: Own, messages: Page, standing: readonly string[]): void {
  const { surprise, world } = person;
  const said = world.rooms.get(id)?.said;
  const contents = new Set(messages.map(({ content }) => content));
  if (contents.size < messages.length) surprise(`chat ${id} has a message twice`);
  for (const { content, sender_id } of messages) {
    if (said?.get(content)?.by !== sender_id) surprise(`chat ${id} has a message of ${sender_id} that nobody sent`);
  }
  const missing = standing.find((content) => !contents.has(content));
  if (missing !== undefined && messages.length < pageSize) surprise(`chat ${id} has lost a message: ${missing}`);
  const times = messages.map(({ sent_at }) => Date.parse(sent_at));
  if (times.some((time, n) => n > 0 && time > times[n - 1])) surprise(`chat ${id} is not newest first`);
}

/** Leaves a chat, and finds that it is gone. */
export async function leave(person: Person, own: Own): Promise<void> {
  const { ask, draw, world } = person;
  const params = { chat_id: own.id };
  const isLeft = world.facts.begin(left(own.id));
  own.hasLeft = true;
  const reply = await ask({ ...access.leaveChat, params, answer: done });
  isLeft("body" in reply);
  world.count("chats left");
  if (!draw.chance(0.3)) return;
  await ask({ ...access.messages, params, answer: z.never(), good: [], problems: ["chat.unknown"] });
}

/** Writes in a chat of others, which is answered as if there were none. */
export async function meddle(person: Person): Promise<void> {
  const { ask, draw, world } = person;
  const theirs = chatsOf(draw.pick(world.people)).values();
  const chat_id = [...theirs].find(({ id, other }) => other !== person && !chatsOf(person).has(id))?.id;
  if (chat_id === undefined) return;
  await ask({
    ...access.sendMessage,
    params: { chat_id },
    body: { content: "누구세요?", client_id: draw.uuid() },
    answer: z.never(),
    good: [],
    problems: ["chat.unknown"],
    keyed: true,
  });
}
