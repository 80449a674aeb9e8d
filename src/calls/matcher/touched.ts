import type { Event } from "../../../events/vocabulary.ts";
import { availability } from "../../../projections/calls/availability.ts";
import { matchSettings } from "../../../projections/calls/match_settings.ts";
import { users } from "../../../projections/accounts/users.ts";
import { blocks } from "../../../projections/safety/blocks.ts";
import type { Meetings } from "./meetings.ts";

/** The read models that the matcher looks people up in. */
export const watched = [availability, users, matchSettings, blocks];
const watchedTypes = new Set(watched.flatMap((p) => p.types as readonly string[]));

/**
 * Whom some events touch: `at` are to be looked at, `gone` were offered someone and wait no longer. Notes who has met.
 */
export function touchedBy(
  events: readonly Event[],
  meetings: Pick<Meetings, "note">,
): { at: Set<number>; gone: Set<number> } {
  const at = new Set<number>();
  const gone = new Set<number>();
  for (const event of events) {
    if (event.type === "MatchOffered") {
      meetings.note(...event.data.userIds, new Date(event.data.offeredAt).getTime());
      // most of what happens: no need to look
      for (const userId of event.data.userIds) {
        at.delete(userId);
        gone.add(userId);
      }
    } else if (watchedTypes.has(event.type)) {
      if ("userIds" in event.data) event.data.userIds.forEach((userId) => at.add(userId));
      else if ("userId" in event.data) at.add(event.data.userId);
      else if ("blockerId" in event.data) at.add(event.data.blockerId).add(event.data.blockedId);
    }
  }
  return { at, gone };
}
