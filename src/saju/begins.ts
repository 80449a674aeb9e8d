import type { sajuEvents } from "../../events/saju.ts";
import type { Begins } from "../app/begins.ts";
import { ignored } from "../app/invariants.ts";

/** What people begin in blind dates. That no block stands between them is among its own invariants. */
export const begins: Begins<typeof sajuEvents> = {
  ...ignored("SajuProfileChanged", "BirthDateCorrected", "RecommendationsDrawn", "RecommendationsAdded"),
  ...ignored("IntroductionDeclined", "IntroductionWithdrawn", "IntroductionLapsed"),
  IntroductionRequested: ({ requesterId, requestedAt }) => ({ by: { people: [requesterId], at: requestedAt } }),
  IntroductionAccepted: ({ receiverId, acceptedAt }) => ({ by: { people: [receiverId], at: acceptedAt } }),
};
