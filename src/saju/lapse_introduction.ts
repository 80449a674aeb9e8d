import { z } from "zod";
import { id } from "../../events/fields.ts";
import { IntroductionLapsed } from "../../events/saju.ts";
import { command } from "../deciding/command.ts";
import { introduction } from "./state.ts";

/** Ends a request that nobody answered in time. Does nothing if it has ended already. */
export const lapseIntroduction = command({
  name: "lapseIntroduction",
  app: "saju",

  input: z.object({ introductionId: id }),

  reads: ({ introductionId }) => ({ introduction: introduction(introductionId) }),

  decide: ({ introduction }, _input, { now }) => {
    if (introduction?.status !== "requested" || now.getTime() < Date.parse(introduction.lapses_at)) return [];
    const { id: introductionId, requester_id: requesterId, receiver_id: receiverId } = introduction;
    return [IntroductionLapsed({ introductionId, requesterId, receiverId, lapsedAt: now.toISOString() })];
  },

  answer: ({ introduction }) => ({ status: introduction?.status }),
});
