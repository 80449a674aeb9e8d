import type { callEvents } from "../../../events/calls.ts";
import { tag } from "../../../events/event.ts";
import { ignored, type Invariant } from "../../app/invariants.ts";

/** Two people are not shown each other again before the cooldown is over, in either order. */
export const cooldown: Invariant<keyof typeof callEvents> = {
  says: "two people are not shown each other again within the cooldown",
  begin(note, { limits: { rematchCooldownSec } }) {
    const shown = new Map<string, { matchId: number; at: number }>();
    return {
      on: {
        ...ignored("MatchSettingsSaved", "MatchRequested", "MatchRequestEnded", "MatchAccepted", "MatchDropped"),
        ...ignored("MatchMade", "MatchLapsed", "CallStarted", "CallEnded", "CallRated"),
        MatchOffered(event) {
          const { matchId, userIds, offeredAt } = event.data;
          const pair = tag.pair(userIds);
          const at = Date.parse(offeredAt);
          const before = shown.get(pair);
          if (before && at - before.at < rematchCooldownSec * 1000) {
            const sec = (at - before.at) / 1000;
            const two = userIds.join(" and ");
            note(event, `match ${matchId} shows users ${two} each other ${sec} s after match ${before.matchId}`);
          }
          shown.set(pair, { matchId, at });
        },
      },
    };
  },
};

declare module "../../app/invariants.ts" {
  interface Limits {
    rematchCooldownSec: number;
  }
}
