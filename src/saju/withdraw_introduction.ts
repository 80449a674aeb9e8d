import { z } from "zod";
import { id } from "../../events/fields.ts";
import { IntroductionWithdrawn } from "../../events/saju.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { asAnswer, isOpen } from "./accepting.ts";
import { introduction } from "./state.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** Withdraws a request that is still open (API.md, "requests"); twice is harmless. It cannot be made again. */
export const withdrawIntroduction = command({
  name: "withdrawIntroduction",
  app: "saju",

  input: z.object({ match_id: id }),

  reads: ({ match_id }) => ({ introduction: introduction(match_id) }),

  decide: ({ introduction }, _input, { me, now }) => {
    if (!belongsTo(owned.introduction, introduction, me)) return refuse("introduction.unknown");
    if (introduction.requester_id !== me) return refuse("introduction.not_requester");
    if (introduction.status === "withdrawn") return [];
    if (!isOpen(introduction, now)) return refuse("introduction.not_open");
    const { id: introductionId, requester_id: requesterId, receiver_id: receiverId } = introduction;
    return [IntroductionWithdrawn({ introductionId, requesterId, receiverId, withdrawnAt: now.toISOString() })];
  },

  answer: ({ introduction }) => introduction ? asAnswer(introduction) : refuse("introduction.unknown"),
});
