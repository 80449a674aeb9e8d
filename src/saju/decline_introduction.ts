import { z } from "zod";
import { id } from "../../events/fields.ts";
import { IntroductionDeclined } from "../../events/saju.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { asAnswer, isOpen } from "./accepting.ts";
import { introduction } from "./state.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** Declines a request for good (API.md, "requests"); twice is harmless. */
export const declineIntroduction = command({
  name: "declineIntroduction",
  app: "saju",

  input: z.object({ match_id: id }),

  reads: ({ match_id }) => ({ introduction: introduction(match_id) }),

  decide: ({ introduction }, _input, { me, now }) => {
    if (!belongsTo(owned.introduction, introduction, me)) return refuse("introduction.unknown");
    if (introduction.receiver_id !== me) return refuse("introduction.not_receiver");
    if (introduction.status === "declined") return [];
    if (introduction.status === "matched") return refuse("introduction.decided_otherwise");
    if (!isOpen(introduction, now)) return refuse("introduction.not_open");
    const { id: introductionId, requester_id: requesterId, receiver_id: receiverId } = introduction;
    return [IntroductionDeclined({ introductionId, requesterId, receiverId, declinedAt: now.toISOString() })];
  },

  answer: ({ introduction }) => introduction ? asAnswer(introduction) : refuse("introduction.unknown"),
});
