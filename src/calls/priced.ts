import type { Event } from "../../events/vocabulary.ts";
import type { Bill, Priced } from "../app/priced.ts";

/** A match costs each of the two what their own conditions did when it was offered. */
export const matchPriced: Priced = {
  kind: "match",
  paidWith: "MatchMade",
  returnedWith: "MatchLapsed",
  bills() {
    const offered = new Map<number, ReadonlyMap<number, number>>();
    return (event: Event): Bill | undefined => {
      if (event.type === "MatchOffered") {
        const { matchId, userIds, costs } = event.data;
        offered.set(matchId, new Map(userIds.map((userId, n) => [userId, costs[n]])));
      }
      if (event.type !== "MatchMade" && event.type !== "MatchLapsed") return undefined;
      const { matchId, userIds } = event.data;
      const costs = offered.get(matchId);
      return { id: matchId, costs: new Map(userIds.map((userId) => [userId, costs?.get(userId) ?? 0])) };
    };
  },
};
