import { z } from "zod";
import { ChatOpened } from "../../events/chat.ts";
import { chats } from "../../projections/chat/chats.ts";
import type { System } from "../../src/system.ts";
import { crowd, type Person } from "../support/client.ts";
import type { TestServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";

/** Two people may write to each other from now on, as after an accepted introduction; returns the chat's id. */
export async function chatBetween(
  { system: { log, ids, registry } }: { system: Pick<System, "log" | "ids" | "registry"> },
  two: readonly [Person, Person],
): Promise<number> {
  using reserved = await ids.reserve(["chat", "introduction"]);
  const chatId = reserved.take("chat");
  const [a, b] = two.map(idOf);
  const opened = ChatOpened({
    chatId,
    userIds: [Math.min(a, b), Math.max(a, b)],
    origin: { kind: "introduction", id: reserved.take("introduction") },
    openedAt: new Date().toISOString(),
  });
  const meta = { actor: b, correlationId: "test", app: "saju" as const };
  await log.append({ events: [opened], guards: [], meta });
  if (!await registry.seen([chats], await log.head(), 20_000)) throw new Error(`Chat ${chatId} is not shown.`);
  return chatId;
}

const sent = z.strictObject({ message_id: z.int(), chat_id: z.int(), sent_at: z.iso.datetime() });

/** Says something over REST; returns the message's id. */
export async function say(
  someone: Person,
  chatId: number,
  content: string,
  client_id: string = crypto.randomUUID(),
): Promise<number> {
  const { status, body } = await someone.post(`/api/chats/${chatId}/messages`, { content, client_id });
  if (status !== 201) throw new Error(`${someone.name} cannot say that: ${status} ${JSON.stringify(body)}`);
  return sent.parse(body).message_id;
}

const words = { content: z.string(), erased: z.literal(true).optional() };

const listed = z.array(z.strictObject({
  chat_id: z.int(),
  origin: z.strictObject({ kind: z.literal("introduction"), id: z.int() }),
  partner: z.strictObject({ user_id: z.int(), name: z.string(), profile_img_url: z.string().nullable() }),
  last_message: z.strictObject({ ...words, sent_at: z.iso.datetime(), sender_id: z.int() }).nullable(),
  unread_count: z.int(),
  closed: z.boolean(),
}));

/** Someone's chats as `GET /api/chats` lists them. */
export async function chatsSeenBy(someone: Person): Promise<z.output<typeof listed>> {
  return listed.parse((await someone.get("/api/chats")).body);
}

const shown = z.array(z.strictObject({
  message_id: z.int(),
  sender_id: z.int(),
  ...words,
  sent_at: z.iso.datetime(),
}));

/** A page of a chat's messages, newest first. */
export async function messagesSeenBy(
  someone: Person,
  chatId: number,
  query = "",
): Promise<z.output<typeof shown>> {
  return shown.parse((await someone.get(`/api/chats/${chatId}/messages${query}`)).body);
}

/** Every message of a chat, oldest first, page by page. */
export async function wholeChat(someone: Person, chatId: number): Promise<z.output<typeof shown>> {
  const all: z.output<typeof shown> = [];
  for (;;) {
    const before = all.length === 0 ? "" : `&before=${all[all.length - 1].message_id}`;
    const page = await messagesSeenBy(someone, chatId, `?limit=100${before}`);
    all.push(...page);
    if (page.length < 100) return all.reverse();
  }
}

/** Three people with accounts. */
export const threeIn = async (server: TestServer) =>
  await crowd(server, [{ name: "mina" }, { name: "jun" }, { name: "third" }]) as [Person, Person, Person];

/** The negative ids under which keys are kept: those of chats and reports. */
export async function sealingKeys({ system: { sql } }: TestServer): Promise<number[]> {
  const rows = await sql<{ subject: number }[]>`SELECT subject FROM personal_keys WHERE subject < 0 ORDER BY subject`;
  return rows.map(({ subject }) => subject);
}
