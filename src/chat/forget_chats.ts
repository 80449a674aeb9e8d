import { tag } from "../../events/event.ts";
import { sealedFor, sideKey } from "../../events/side_keys.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import { chats } from "../../projections/chat/chats.ts";
import { users } from "../../projections/accounts/users.ts";
import { type Fold, load } from "../deciding/boundary.ts";
import { type Asker, SYSTEM } from "../deciding/command.ts";
import { isRefusal } from "../answers/refusals.ts";
import { sideKeyIn } from "../log/side_key_in.ts";
import type { System } from "../system.ts";
import { eraseChat } from "./erase_chat.ts";

type Opened = Pick<EventOf<"ChatOpened">["data"], "chatId" | "userIds">;

const bySystem = (): Asker => ({ me: SYSTEM, correlationId: crypto.randomUUID() });

/** Every chat that someone ever was in. */
const chatsEver = (userId: number): Fold<readonly Opened[]> => ({
  types: ["ChatOpened"],
  tag: tag.user(userId),
  initial: [],
  evolve: (opened, event) => event.type === "ChatOpened" ? [...opened, event.data] : opened,
});

/** Deletes the keys of an erased chat: nothing that was said there opens again. May be broken off and repeated. */
export async function forgetChat({ personal }: Pick<System, "personal">, chatId: number): Promise<void> {
  for (const side of [0, 1] as const) await personal.erase(sealedFor.message(chatId, side));
}

/**
 * Deletes the keys of what someone whose account is erased wrote in their chats, and erases the chats that nobody has
 * any more. May be broken off and repeated.
 */
export async function forgetWriter(
  system: Pick<System, "log" | "registry" | "personal" | "run">,
  userId: number,
): Promise<void> {
  const { state: { opened } } = await load(system.log, system.registry, { opened: chatsEver(userId) });
  for (const { chatId, userIds } of opened) {
    await system.personal.erase(sealedFor.message(chatId, userIds[0] === userId ? 0 : 1));
    const done = await system.run(eraseChat, { chat_id: chatId }, bySystem());
    if (isRefusal(done)) throw new Error(`Chat ${chatId} of erased person ${userId}: ${done.refusal}.`);
    if (done.erased) await forgetChat(system, chatId);
  }
}

/**
 * Makes the chore that deletes the keys of erased chats where a crash kept them. The first pass covers all chats,
 * and erases again those that a restored older log still has; later passes cover the last day.
 */
export function forgottenChatSweep(
  system: Pick<System, "sql" | "registry" | "personal" | "run">,
): () => Promise<void> {
  const { sql, registry: { table }, run } = system;
  const keys = [0, 1].map((side) => sideKeyIn(sql, sideKey("chat", side), sql`c.id`));
  let isFirst = true;

  async function eraseAnew(): Promise<void> {
    // where the writer is not gone, only the chat's own end can have deleted the key
    const forgotten = await sql<{ id: number }[]>`
      SELECT DISTINCT c.id FROM forgotten_subjects f
      JOIN ${table(chats)} c ON f.subject IN (${keys[0]}, ${keys[1]})
      JOIN ${table(users)} u ON u.id = CASE WHEN f.subject = ${keys[0]} THEN c.user1_id ELSE c.user2_id END
      WHERE f.subject < 0 AND c.erased_at IS NULL AND u.erased_at IS NULL
        AND NOT EXISTS (SELECT FROM forgotten_subjects p WHERE p.subject = u.id)`;
    for (const { id } of forgotten) await run(eraseChat, { chat_id: id, because: "forgotten" }, bySystem());
  }

  return async () => {
    if (isFirst) await eraseAnew();
    const unfinished = await sql<{ id: number }[]>`
      SELECT c.id FROM ${table(chats)} c
      WHERE ${isFirst ? sql`c.erased_at IS NOT NULL` : sql`c.erased_at > now() - interval '1 day'`}
        AND EXISTS (SELECT FROM personal_keys k WHERE k.subject IN (${keys[0]}, ${keys[1]}))`;
    for (const { id } of unfinished) await forgetChat(system, id);
    isFirst = false;
  };
}
