import { z } from "zod";
import { defineEvent, tag } from "../../../events/event.ts";
import { id, instant } from "../../../events/fields.ts";

const tags = (d: { groupId: number; founderId: number }) => [`study_group:${d.groupId}`, tag.user(d.founderId)];

/** Somebody founded a study group. */
export const StudyGroupFounded = defineEvent("StudyGroupFounded", {
  data: z.object({ groupId: id, founderId: id, topic: z.string(), foundedAt: instant }),
  tags,
  personal: { topic: "founderId" },
});

/** Its founder closed it, or is gone. */
export const StudyGroupClosed = defineEvent("StudyGroupClosed", {
  data: z.object({ groupId: id, founderId: id, closedAt: instant }),
  tags,
});

export const studyGroupEvents = { StudyGroupFounded, StudyGroupClosed };

type StudyGroupEvents = typeof studyGroupEvents;

declare module "../../../events/vocabulary.ts" {
  interface Vocabulary extends StudyGroupEvents {}
}
