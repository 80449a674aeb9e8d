import type { sajuEvents } from "../../events/saju.ts";
import { nothing, type Push } from "../realtime/push.ts";

/** What the events of blind dates give to a viewer. */
export const push: Push<typeof sajuEvents> = {
  SajuProfileChanged: nothing,
  BirthDateCorrected: nothing,
  RecommendationsDrawn: nothing,
  RecommendationsAdded: nothing,
  IntroductionRequested: ({ introductionId, requesterId, receiverId, score }, viewer) => {
    const other = otherOf({ requesterId, receiverId }, viewer);
    if (other === undefined) return [];
    const data = {
      match_id: introductionId,
      user_id: other,
      by_me: viewer === requesterId,
      compatibility_score: score,
    };
    return [{ type: "introduction.requested", data }];
  },
  IntroductionAccepted: ({ introductionId, chatId, ...two }, viewer) => {
    const other = otherOf(two, viewer);
    return other === undefined
      ? []
      : [{ type: "introduction.accepted", data: { match_id: introductionId, user_id: other, chat_id: chatId } }];
  },
  IntroductionDeclined: (end, viewer) => seenBy(end, viewer).map((data) => ({ type: "introduction.declined", data })),
  IntroductionWithdrawn: (end, viewer) => seenBy(end, viewer).map((data) => ({ type: "introduction.withdrawn", data })),
  IntroductionLapsed: (end, viewer) => seenBy(end, viewer).map((data) => ({ type: "introduction.lapsed", data })),
};

type TwoIntroduced = { requesterId: number; receiverId: number };

/** A request that ended without a chat, as one of the two sees it. Both are told, so that neither shows it as open. */
function seenBy({ introductionId, ...two }: TwoIntroduced & { introductionId: number }, viewer: number) {
  const other = otherOf(two, viewer);
  return other === undefined ? [] : [{ match_id: introductionId, user_id: other }];
}

/** The other person of an introduction. */
function otherOf({ requesterId, receiverId }: TwoIntroduced, viewer: number): number | undefined {
  if (viewer === requesterId) return receiverId;
  return viewer === receiverId ? requesterId : undefined;
}
