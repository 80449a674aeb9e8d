import { z } from "zod";
import { definePushed } from "../realtime/frames.ts";

const ended = z.object({ match_id: z.int(), user_id: z.int() });

/** What sockets are told of blind dates. */
export const sajuPushed = definePushed({
  "introduction.requested": {
    data: z.object({
      match_id: z.int(),
      user_id: z.int(),
      by_me: z.boolean(),
      compatibility_score: z.int(),
    }),
    summary: "Someone would like to meet you; `by_me` is true on the devices of the person who asked.",
    example: { match_id: 4, user_id: 8, by_me: false, compatibility_score: 65 },
  },
  "introduction.accepted": {
    data: z.object({ match_id: z.int(), user_id: z.int(), chat_id: z.int() }),
    summary: "A request was accepted: the chat is open.",
    example: { match_id: 4, user_id: 8, chat_id: 5 },
  },
  "introduction.declined": {
    data: ended,
    summary: "A request was declined.",
    example: { match_id: 4, user_id: 8 },
  },
  "introduction.withdrawn": {
    data: ended,
    summary: "A request was taken back.",
    example: { match_id: 4, user_id: 8 },
  },
  "introduction.lapsed": {
    data: ended,
    summary: "Nobody answered a request in time.",
    example: { match_id: 4, user_id: 8 },
  },
});

type SajuPushed = typeof sajuPushed;

declare module "../realtime/frames.ts" {
  interface PushedFrames extends SajuPushed {}
}
