import { z } from "zod";
import { id } from "../../events/fields.ts";
import { IntroductionRequested, lapsesAfter } from "../../events/saju.ts";
import { pairOf } from "../accounts/state.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { acceptance, asAnswer, isOpen, mayMeet } from "./accepting.ts";
import { rules, score } from "./compatibility.ts";
import { mayBeShown, shownScore } from "./explain_crowd.ts";
import { chartFrom, introductionBetween, isComplete, otherFrom, profileIncomplete, sajuProfile } from "./state.ts";

/**
 * Asks someone for a talk (seed 003 §4.2). Two people have only one request, ever: if the other has asked and still waits,
 * this accepts it. The caller has checked that the two may know of each other.
 */
export const requestIntroduction = command({
  name: "requestIntroduction",
  app: "saju",
  ids: ["introduction", "chat"],

  input: z.object({ receiver_id: id }),

  reads: ({ receiver_id }, { me }) => ({
    mine: sajuProfile(me),
    other: sajuProfile(receiver_id),
    pair: pairOf([me, receiver_id]),
    introduction: introductionBetween([me, receiver_id]),
  }),

  decide: ({ mine, other, pair, introduction }, { receiver_id }, { me, now, newId }) => {
    if (!isComplete(mine)) return profileIncomplete(mine);
    const theyAsked = introduction && isOpen(introduction, now) && introduction.receiver_id === me;
    // checked before blocks and the like, which must not show
    if (introduction && !theyAsked) return refuse("introduction.exists");
    if (receiver_id === me || !isComplete(other) || !mayMeet({ pair, other })) return refuse("account.unknown");
    if (introduction) return acceptance(introduction, { now, newId });
    // one of the two may have corrected their birth date since then
    if (!mayBeShown(otherFrom(mine), otherFrom(other))) return refuse("account.unknown");
    const requestedAt = now.toISOString();
    return [
      IntroductionRequested({
        introductionId: newId("introduction"),
        requesterId: me,
        receiverId: receiver_id,
        score: shownScore(score(chartFrom(mine.chart), chartFrom(other.chart))),
        rules,
        requestedAt,
        lapsesAt: lapsesAfter(requestedAt),
      }),
    ];
  },

  answer: ({ introduction }) => introduction ? asAnswer(introduction) : refuse("account.unknown"),
});
