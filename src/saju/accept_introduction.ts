import { z } from "zod";
import { id } from "../../events/fields.ts";
import { pairOf } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { acceptance, asAnswer, isOpen, mayMeet } from "./accepting.ts";
import { introduction, sajuProfile } from "./state.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned } from "./access.ts";

/** Accepts a request, which opens a chat (seed 003 §4.2); twice is harmless. */
export const acceptIntroduction = command({
  name: "acceptIntroduction",
  app: "saju",
  ids: ["chat"],

  input: z.object({ match_id: id }),

  reads: ({ match_id }) => ({ introduction: introduction(match_id) }),

  readsThen: ({ introduction }) =>
    introduction && {
      pair: pairOf([introduction.requester_id, introduction.receiver_id]),
      other: sajuProfile(introduction.requester_id),
    },

  decide: ({ introduction, pair, other }, _input, { me, now, newId }) => {
    if (!belongsTo(owned.introduction, introduction, me)) return refuse("introduction.unknown");
    if (introduction.receiver_id !== me) return refuse("introduction.not_receiver");
    if (introduction.status === "matched") return [];
    if (introduction.status === "declined") return refuse("introduction.decided_otherwise");
    if (!isOpen(introduction, now)) return refuse("introduction.not_open");
    // by whose doing is not told
    if (!mayMeet({ pair, other })) return refuse("introduction.closed");
    return acceptance(introduction, { now, newId });
  },

  answer: ({ introduction }) => introduction ? asAnswer(introduction) : refuse("introduction.unknown"),
});
