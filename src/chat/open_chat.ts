import { ChatOpened } from "../../events/chat.ts";
import { bothOf, pairKey } from "../../projections/two.ts";
import type { Context } from "../deciding/command.ts";

/**
 * Opens a chat between two people: the fact to append with those of the app whose thing it comes from. Takes one id of
 * the kind `chat`.
 *
 * @param of.origin what the chat comes from; its kind is one of the app's `origins`
 * @param of.people the two, in either order
 */
export function openChat(
  { origin, people }: { origin: { kind: string; id: number }; people: readonly [number, number] },
  { now, newId }: Pick<Context, "now" | "newId">,
): ReturnType<typeof ChatOpened> {
  return ChatOpened({
    chatId: newId("chat"),
    userIds: bothOf(pairKey(people)),
    origin,
    openedAt: now.toISOString(),
  });
}
