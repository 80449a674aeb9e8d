import { z } from "zod";
import { id } from "../../events/fields.ts";
import { IntroductionRequested, lapsesAfter } from "../../events/saju.ts";
import { pairOf } from "../accounts/state.ts";
import { command } from "../command.ts";
import { refuse } from "../refusals.ts";
import { acceptance, asAnswer, isOpen, mayMeet } from "./accepting.ts";
import { rules, score } from "./compatibility.ts";
import { mayBeShown, shownScore } from "./explain_crowd.ts";
import { chartFrom, introductionBetween, isComplete, otherFrom, profileIncomplete, sajuProfile } from "./state.ts";

/**
 * Asks someone for a talk (seed 003 §4.2). There is one request between two people, ever, whatever came of it: where the
 * other has asked and waits for an answer, this is the yes. Whoever offers this has looked up that the two may know of
 * each other.
 */
export const requestIntroduction = command({
  name: "requestIntroduction",
  app: "saju",
  ids: ["introduction", "chat"],

  input: z.object({ receiver_id: id }),

  reads: ({ receiver_id }, me) => ({
    mine: sajuProfile(me),
    other: sajuProfile(receiver_id),
    pair: pairOf([me, receiver_id]),
    introduction: introductionBetween([me, receiver_id]),
  }),

  decide: ({ mine, other, pair, introduction }, { receiver_id }, { me, now, newId }) => {
    if (!isComplete(mine)) return profileIncomplete(mine);
    const theyAsked = introduction && isOpen(introduction, now) && introduction.receiver_id === me;
    // before what keeps the two apart, which is not told
    if (introduction && !theyAsked) return refuse("introduction.exists");
    if (receiver_id === me || !isComplete(other) || !mayMeet({ pair, other })) return refuse("account.unknown");
    if (introduction) return acceptance(introduction, { now, newId });
    // one of the two may have corrected their birth date since
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
