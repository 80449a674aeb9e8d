import type { sajuEvents } from "../../events/saju.ts";
import { except, type Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof sajuEvents> = {
  SajuProfileChanged: (data) => except(data, "userId"),
  BirthDateCorrected: ({ correctedAt }) => ({ correctedAt }),
  // how many, not who: they are somebody else
  RecommendationsDrawn: ({ day, rules, people }) => ({ day, rules, shown: people.length }),
  RecommendationsAdded: ({ day, rules, people }) => ({ day, rules, shown: people.length }),
  IntroductionRequested: ({ introductionId, requesterId, score, requestedAt, lapsesAt }, me) => ({
    introductionId,
    byMe: requesterId === me,
    score,
    requestedAt,
    lapsesAt,
  }),
  IntroductionAccepted: ({ introductionId, chatId, acceptedAt }) => ({ introductionId, chatId, acceptedAt }),
  IntroductionDeclined: ({ introductionId, declinedAt }) => ({ introductionId, declinedAt }),
  IntroductionWithdrawn: ({ introductionId, withdrawnAt }) => ({ introductionId, withdrawnAt }),
  IntroductionLapsed: ({ introductionId, lapsedAt }) => ({ introductionId, lapsedAt }),
};
