import { tag } from "../../../events/event.ts";
import type { Leaving } from "../../../src/app/leaving.ts";
import type { Fold } from "../../../src/deciding/boundary.ts";
import { StudyGroupClosed } from "./events.ts";

/** The groups of somebody that are open. */
const openGroups = (userId: number): Fold<readonly number[]> => ({
  types: ["StudyGroupFounded", "StudyGroupClosed"],
  tag: tag.user(userId),
  initial: [],
  evolve(open, event) {
    if (event.type === "StudyGroupFounded") return [...open, event.data.groupId];
    return event.type === "StudyGroupClosed" ? open.filter((groupId) => groupId !== event.data.groupId) : open;
  },
});

/** Whoever is suspended or gone has no group open. */
export const leaving: Leaving<{ open: readonly number[] }> = {
  reads: ({ userId }) => ({ open: openGroups(userId) }),

  events: ({ open }, { userId, reason }, { now }) =>
    reason === "blocked"
      ? []
      : open.map((groupId) => StudyGroupClosed({ groupId, founderId: userId, closedAt: now.toISOString() })),
};
