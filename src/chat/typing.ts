import { load } from "../deciding/boundary.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { betweenThem, chat, closedTo, hasChat } from "./state.ts";
import { otherOf } from "../../projections/two.ts";

/** Tells the other person of a chat that someone is typing, if the two may still talk. Not an event. */
export async function partnerIn(
  { log, registry }: Pick<System, "log" | "registry">,
  chatId: number,
  me: number,
): Promise<number | Refusal> {
  const { state } = await load(log, registry, { chat: chat(chatId) });
  if (!hasChat(state.chat, me)) return refuse("chat.unknown");
  const between = await load(log, registry, betweenThem(state.chat, me));
  return closedTo(state.chat, between.state, me) ?? otherOf(state.chat, me);
}
