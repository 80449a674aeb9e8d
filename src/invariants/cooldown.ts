import { tag } from "../../events/event.ts";
import type { Check, Limits, Note } from "./check.ts";

/** Two people are not shown each other again before the cooldown is over, in either order. */
export function checkCooldown(note: Note, { rematchCooldownSec }: Limits): Check {
  const shown = new Map<string, { matchId: number; at: number }>();
  return {
    see(event) {
      if (event.type !== "MatchOffered") return;
      const { matchId, userIds, offeredAt } = event.data;
      const pair = tag.pair(userIds);
      const at = Date.parse(offeredAt);
      const before = shown.get(pair);
      if (before && at - before.at < rematchCooldownSec * 1000) {
        const sec = (at - before.at) / 1000;
        note(
          event,
          `match ${matchId} shows users ${userIds.join(" and ")} each other ${sec} s after match ${before.matchId}`,
        );
      }
      shown.set(pair, { matchId, at });
    },
  };
}
