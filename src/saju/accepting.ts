import { z } from "zod";
import type { NewEvent } from "../../events/event.ts";
import { IntroductionAccepted } from "../../events/saju.ts";
import { type Introduction, introductionStatuses } from "../../projections/saju/introductions.ts";
import { isBlocked, type Pair } from "../../projections/safety/pairs.ts";
import { mayBeMet, type SajuProfile } from "../../projections/saju/saju_profiles.ts";
import { openChat } from "../chat/open_chat.ts";
import type { Context } from "../deciding/command.ts";

/** What stands between two people of blind dates: what they blocked, and whether the other may be met at all. */
export type Between = { pair?: Pair; other?: SajuProfile };

/** Whether nothing keeps two people apart. */
export function mayMeet({ pair, other }: Between): boolean {
  return !isBlocked(pair) && mayBeMet(other);
}

/** The yes to a request, and with it the chat of the two. Takes one id of the kind `chat`. */
export function acceptance(
  { id, requester_id, receiver_id, user1_id, user2_id }: Introduction,
  context: Pick<Context, "now" | "newId">,
): NewEvent[] {
  const chat = openChat({ origin: { kind: "introduction", id }, people: [user1_id, user2_id] }, context);
  return [
    IntroductionAccepted({
      introductionId: id,
      requesterId: requester_id,
      receiverId: receiver_id,
      chatId: chat.data.chatId,
      acceptedAt: chat.data.openedAt,
    }),
    chat,
  ];
}

/** Whether a request still waits for an answer. One past its time does not, even before its lapse is recorded. */
export function isOpen({ status, lapses_at }: Introduction, now: Date): boolean {
  return status === "requested" && now.getTime() < Date.parse(lapses_at);
}

/** What became of a request. */
export const introductionStatus = z.enum(introductionStatuses);

/** The answer to asking or deciding; `chat_id` once there is a chat. */
export const introductionAnswer = z.object({
  match_id: z.int(),
  status: introductionStatus,
  chat_id: z.int().optional(),
}).meta({ id: "IntroductionAnswer" });

/** A request as its answers show it. */
export function asAnswer({ id, status, chat_id }: Introduction): z.output<typeof introductionAnswer> {
  return { match_id: id, status: introductionStatus.parse(status), ...(chat_id === null ? {} : { chat_id }) };
}
