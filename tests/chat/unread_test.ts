import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Event } from "../../events/vocabulary.ts";
import { type Chat, chats, unreadOf } from "../../projections/chat/chats.ts";
import { messages } from "../../projections/chat/messages.ts";
import { takes } from "../../projections/projection.ts";
import { tableFold } from "../../src/read_models/fold.ts";
import { printedSeed } from "../support/seed.ts";
import { recordedHistory } from "../support/world.ts";

const nothingStored = () => Promise.resolve([]);

/** The rows of a read model once a history has been folded. */
async function folded(p: Parameters<typeof tableFold>[0], history: readonly Event[]): Promise<Map<number, unknown>> {
  const fold = tableFold(p);
  await fold.fold(history.filter((event) => takes(p, event)), nothingStored);
  return new Map(fold.takeChanges().inserts.map((row) => [Number(row.id), row]));
}

/** How many messages of the other someone has not read, counted one by one. */
function recount(history: readonly Event[], chatId: number, userId: number): number {
  const said = history.filter((event) => event.type === "MessageSent").filter(({ data }) => data.chatId === chatId);
  const mark = history.findLast((event) =>
    event.type === "MessagesRead" && event.data.chatId === chatId && event.data.readerId === userId
  );
  const upTo = mark?.type === "MessagesRead" ? mark.data.upTo : undefined;
  const readSoFar = said.findIndex(({ data }) => data.messageId === upTo) + 1;
  return said.slice(readSoFar).filter(({ data }) => data.senderId !== userId).length;
}

Deno.test("unread counts are a recount's, whatever people say, read, leave and block in whatever order", async () => {
  const seed = printedSeed(41);
  let compared = 0, unread = 0, shown = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 3, max: 8 }),
      async (chance, people) => {
        const history = recordedHistory(chance, { people, steps: 800 });
        const rows = await folded(chats, history);
        for (const row of rows.values()) {
          const chat = row as Chat;
          for (const userId of [chat.user1_id, chat.user2_id]) {
            const counted = unreadOf(chat, userId);
            assertEquals(counted, recount(history, chat.id, userId), `user ${userId} in chat ${chat.id}`);
            compared++;
            unread += counted;
          }
        }
        const left = await folded(messages, history);
        const erased = new Set(
          [...rows.values()].filter((row) => (row as Chat).erased_at).map((row) => (row as Chat).id),
        );
        const standing = history.filter((event) => event.type === "MessageSent" && !erased.has(event.data.chatId));
        assertEquals(left.size, standing.length);
        shown += left.size;
      },
    ),
    { numRuns: 40, seed },
  );
  assert(compared > 200 && unread > 100 && shown > 500, `the histories say little: ${[compared, unread, shown]}`);
});
