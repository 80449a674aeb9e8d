import type { Invariants } from "../../../src/app/invariants.ts";
import type { studyGroupEvents } from "./events.ts";

export const invariants: Invariants<typeof studyGroupEvents> = {
  study_groups: {
    says: "a study group is founded once, and closed once by who founded it",
    begin(note) {
      const founders = new Map<number, number>();
      const closed = new Set<number>();
      return {
        on: {
          StudyGroupFounded(event) {
            const { groupId, founderId } = event.data;
            if (founders.has(groupId)) note(event, `group ${groupId} is founded a second time`);
            founders.set(groupId, founderId);
          },
          StudyGroupClosed(event) {
            const { groupId, founderId } = event.data;
            if (founders.get(groupId) !== founderId) {
              note(event, `user ${founderId} closes group ${groupId} of another`);
            }
            if (closed.has(groupId)) note(event, `group ${groupId} is closed a second time`);
            closed.add(groupId);
          },
        },
      };
    },
  },
};
